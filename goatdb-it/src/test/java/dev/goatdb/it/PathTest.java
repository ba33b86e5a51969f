package dev.goatdb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.goatdb.api.GoatDb;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Each of the two runs must be what it says it is, or one of them proves nothing.
class PathTest {

  private static final String PATH = System.getProperty("goatdb.path", "not set");

  private static boolean isNamed(String type) throws ClassNotFoundException {
    return Class.forName(type).getModule().isNamed();
  }

  @Test
  void everythingIsOnThePathThatThisRunIsFor() throws ClassNotFoundException {
    List<String> types =
        List.of(
            GoatDb.class.getName(),
            "dev.goatdb.core.engine.CoreEngineProvider",
            "dev.goatdb.storage.file.FileStorageProvider",
            "dev.goatdb.transport.ws.WsTransportProvider",
            "dev.goatdb.merge.spi.MergeStrategy",
            PathTest.class.getName());
    for (String type : types) {
      String found = isNamed(type) ? "module" : "class";
      assertEquals(PATH, found, type);
    }
  }

  @Test
  void theEngineIsClosedToApplicationsOnTheModulePath() throws ClassNotFoundException {
    Module core = Class.forName("dev.goatdb.core.engine.CoreEngineProvider").getModule();
    if (core.isNamed()) {
      assertFalse(core.isExported("dev.goatdb.core.engine", PathTest.class.getModule()));
      assertFalse(core.isExported("dev.goatdb.core.codec", PathTest.class.getModule()));
    }
  }
}
