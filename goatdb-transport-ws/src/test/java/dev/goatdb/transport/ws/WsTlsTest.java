package dev.goatdb.transport.ws;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.spi.transport.CloseReason;
import dev.goatdb.api.spi.transport.Endpoint;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class WsTlsTest {

  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final URI ANY = URI.create("wss://127.0.0.1:0/");

  @TempDir private static Path dir;
  private static Path keyStore;

  private final TestEnv env = TestEnv.real();
  private final Ear near = new Ear(true);
  private final Ear far = new Ear(true);

  @BeforeAll
  static void makeCertificate() throws Exception {
    keyStore = dir.resolve("server.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=GoatDB test",
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                keyStore.toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertEquals(0, keytool.waitFor());
  }

  @AfterEach
  void close() {
    env.close();
  }

  @Test
  void carriesFramesToAServerThatIsTrusted() throws Exception {
    WsTransportProvider transport =
        new WsTransportProvider().withKeyStore(keyStore, PASSWORD).withTrust(trust());
    Endpoint endpoint = transport.listen(ANY, () -> far, env);
    assertEquals("wss", endpoint.address().getScheme());
    transport.connect(endpoint.address(), near, env).get(20, TimeUnit.SECONDS);
    assertTrue(near.link().send(MemorySegment.ofArray(new byte[] {1, 2, 3})));
    assertArrayEquals(new byte[] {1, 2, 3}, far.frames.take());
    byte[] large = new byte[1 << 20];
    assertTrue(far.link().send(MemorySegment.ofArray(large)));
    assertArrayEquals(large, near.frames.take());
    assertEquals("wss", far.link().remote().getScheme());
    byte[] certificate = MessageDigest.getInstance("SHA-256").digest(certificate().getEncoded());
    assertArrayEquals(certificate, binding(near));
    assertArrayEquals(certificate, binding(far));
    endpoint.close();
    assertEquals(CloseReason.GOING_AWAY, near.closed().code());
  }

  @Test
  void refusesAServerThatIsNotTrusted() throws Exception {
    WsTransportProvider transport = new WsTransportProvider().withKeyStore(keyStore, PASSWORD);
    Endpoint endpoint = transport.listen(ANY, () -> far, env);
    assertConnectFails(transport, endpoint.address(), "certificate is not trusted");
    endpoint.close();
  }

  @Test
  void refusesAServerOfAnotherName() throws Exception {
    WsTransportProvider transport =
        new WsTransportProvider().withKeyStore(keyStore, PASSWORD).withTrust(trust());
    Endpoint endpoint = transport.listen(ANY, () -> far, env);
    URI otherName = URI.create("wss://localhost:" + endpoint.address().getPort() + "/");
    assertConnectFails(transport, otherName, "check the host name");
    endpoint.close();
  }

  @Test
  void saysThatAServerHasNoTls() throws Exception {
    WsTransportProvider transport = new WsTransportProvider();
    Endpoint endpoint = transport.listen(URI.create("ws://127.0.0.1:0/"), () -> far, env);
    URI withTls = URI.create("wss://127.0.0.1:" + endpoint.address().getPort() + "/");
    assertConnectFails(transport, withTls, "use ws");
    endpoint.close();
  }

  @Test
  void saysThatAServerWantsTls() throws Exception {
    WsTransportProvider transport = new WsTransportProvider().withKeyStore(keyStore, PASSWORD);
    Endpoint endpoint = transport.listen(ANY, () -> far, env);
    URI withoutTls = URI.create("ws://127.0.0.1:" + endpoint.address().getPort() + "/");
    assertConnectFails(transport, withoutTls, "wss");
    endpoint.close();
  }

  @Test
  void saysWhichKeyStoreCannotBeRead() throws Exception {
    assertListenFails(dir.resolve("missing.p12"), PASSWORD, "no such file");
    assertListenFails(keyStore, "wrong".toCharArray(), "password");
    Path garbage = Files.write(dir.resolve("garbage.p12"), new byte[] {1, 2, 3});
    assertListenFails(garbage, PASSWORD, "garbage.p12");
  }

  private void assertListenFails(Path file, char[] password, String why) {
    WsTransportProvider transport = new WsTransportProvider().withKeyStore(file, password);
    IOException failure =
        assertThrows(IOException.class, () -> transport.listen(ANY, () -> far, env));
    assertTrue(failure.getMessage().contains(why), failure.getMessage());
    assertEquals(1, failure.getMessage().lines().count(), failure.getMessage());
  }

  private void assertConnectFails(WsTransportProvider transport, URI address, String why) {
    ExecutionException failure =
        assertThrows(
            ExecutionException.class,
            () -> transport.connect(address, near, env).get(20, TimeUnit.SECONDS));
    String message = assertInstanceOf(IOException.class, failure.getCause()).getMessage();
    assertTrue(message.startsWith("cannot connect to " + address + ": "), message);
    assertTrue(message.contains(why), message);
    assertEquals(1, message.lines().count(), message);
  }

  private static byte[] binding(Ear ear) throws Exception {
    return ear.link().channelBinding().orElseThrow().toArray(ValueLayout.JAVA_BYTE);
  }

  private static Certificate certificate() throws Exception {
    KeyStore known = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keyStore)) {
      known.load(in, PASSWORD);
    }
    return known.getCertificate("server");
  }

  private static SSLContext trust() throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("server", certificate());
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }
}
