package dev.goatdb.transport.ws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.spi.transport.TransportProvider;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WsServiceTest {

  @Test
  void isFoundOnTheClassPathAsOnTheModulePath() throws Exception {
    String service = TransportProvider.class.getName();
    List<String> onClassPath;
    try (InputStream in =
        WsTransportProvider.class.getResourceAsStream("/META-INF/services/" + service)) {
      onClassPath = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
    assertEquals(List.of(WsTransportProvider.class.getName()), onClassPath);
    Module module = WsTransportProvider.class.getModule();
    if (module.isNamed()) {
      List<String> onModulePath =
          module.getDescriptor().provides().stream()
              .filter(provides -> provides.service().equals(service))
              .map(ModuleDescriptor.Provides::providers)
              .findFirst()
              .orElseThrow();
      assertEquals(onClassPath, onModulePath);
    }
  }

  @Test
  void servesBothSchemesAndNoOther() {
    WsTransportProvider transport = new WsTransportProvider();
    assertTrue(transport.serves("ws"));
    assertTrue(transport.serves("wss"));
    assertFalse(transport.serves("http"));
  }
}
