package dev.goatdb.transport.ws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.spi.transport.CloseReason;
import dev.goatdb.api.spi.transport.Endpoint;
import dev.goatdb.api.spi.transport.Link;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class WsClientSideTest {

  private final WsTransportProvider transport = new WsTransportProvider();
  private final TestEnv env = TestEnv.withManualTimers();
  private final Ear ear = new Ear(true);

  @AfterEach
  void close() {
    env.close();
  }

  @Test
  void saysThatAHostIsUnknown() {
    assertFailure("ws://no-such-host.invalid:7000/", "unknown host no-such-host.invalid");
  }

  @Test
  void saysThatAConnectionWasRefused() {
    assertFailure("ws://127.0.0.1:1/", "refused");
  }

  @Test
  void saysThatAnAddressIsNone() {
    assertFailure("http://127.0.0.1:1/", "write ws://host:port");
  }

  @Test
  void saysThatAServerIsNoWebSocketServer() throws Exception {
    try (ServerSocket server = answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
      assertFailure(address(server), "HTTP 200");
    }
  }

  @Test
  void saysThatThePathIsWrong() throws Exception {
    Endpoint endpoint = transport.listen(URI.create("ws://127.0.0.1:0/a"), () -> ear, env);
    assertFailure("ws://127.0.0.1:" + endpoint.address().getPort() + "/b", "HTTP 404");
    endpoint.close();
  }

  @Test
  void saysThatAServerSpeaksSomethingElse() throws Exception {
    try (ServerSocket server = answering("220 mail.example.org ready\r\n")) {
      assertFailure(address(server), "may not speak HTTP");
    }
  }

  @Test
  void saysThatAServerIsNotOneOfGoatDb() throws Exception {
    try (ServerSocket server = upgrading("")) {
      assertFailure(address(server), "not one of GoatDB");
      assertFalse(ear.open.isDone());
    }
  }

  @Test
  void givesUpAServerThatDoesNotAnswer() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Link> link = transport.connect(URI.create(address(server)), ear, env);
      server.accept();
      assertFalse(link.isDone());
      env.skip(WsLimits.CONNECT_TIMEOUT);
      assertMessage(address(server), "no answer within 10 seconds", link);
      assertFalse(ear.open.isDone());
    }
  }

  @Test
  void aKilledServerIsALostLink() throws Exception {
    try (ServerSocket server = upgrading("Sec-WebSocket-Protocol: goatdb\r\n")) {
      transport.connect(URI.create(address(server)), ear, env).get(20, TimeUnit.SECONDS);
      assertEquals(CloseReason.LOST, ear.closed().code());
    }
  }

  @Test
  void refusesToListenWithoutACertificate() {
    URI address = URI.create("wss://127.0.0.1:0");
    IOException failure =
        assertThrows(IOException.class, () -> transport.listen(address, () -> ear, env));
    assertTrue(failure.getMessage().contains("no certificate"), failure.getMessage());
  }

  @Test
  void refusesToListenOnAnAddressOfAnotherMachine() {
    URI address = URI.create("ws://192.0.2.1:0");
    IOException failure =
        assertThrows(IOException.class, () -> transport.listen(address, () -> ear, env));
    assertTrue(failure.getMessage().contains("an address of this machine"), failure.getMessage());
    assertEquals(1, failure.getMessage().lines().count());
  }

  /// A server that reads a request, answers and waits for the end.
  private ServerSocket answering(String answer) throws IOException {
    return serving(key -> answer);
  }

  /// A server that agrees to speak WebSocket and goes away.
  private ServerSocket upgrading(String header) throws IOException {
    return serving(key ->
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: "
            + acceptOf(key)
            + "\r\n"
            + header
            + "\r\n");
  }

  private ServerSocket serving(UnaryOperator<String> answers) throws IOException {
    ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    env.start(
        "server",
        () -> {
          try (Socket socket = server.accept()) {
            BufferedReader in =
                new BufferedReader(
                    new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            String key = "";
            for (String line = in.readLine(); line != null && !line.isEmpty(); ) {
              key = line.startsWith("Sec-WebSocket-Key: ") ? line.substring(19) : key;
              line = in.readLine();
            }
            socket.getOutputStream().write(answers.apply(key).getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
          } catch (IOException e) {
            throw new AssertionError("the fake server failed", e);
          }
        });
    return server;
  }

  private static String acceptOf(String key) {
    try {
      byte[] text =
          (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static String address(ServerSocket server) {
    return "ws://127.0.0.1:" + server.getLocalPort() + "/";
  }

  private void assertFailure(String address, String why) {
    assertMessage(address, why, transport.connect(URI.create(address), ear, env));
  }

  private static void assertMessage(String address, String why, CompletableFuture<Link> link) {
    ExecutionException failure =
        assertThrows(ExecutionException.class, () -> link.get(20, TimeUnit.SECONDS));
    String message = assertInstanceOf(IOException.class, failure.getCause()).getMessage();
    assertTrue(message.startsWith("cannot connect to " + address + ": "), message);
    assertTrue(message.contains(why), message);
    assertEquals(1, message.lines().count(), message);
  }
}
