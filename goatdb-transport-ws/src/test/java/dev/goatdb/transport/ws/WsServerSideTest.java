package dev.goatdb.transport.ws;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.spi.transport.CloseReason;
import dev.goatdb.api.spi.transport.Endpoint;
import dev.goatdb.api.spi.transport.FrameHandler;
import dev.goatdb.api.spi.transport.Link;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class WsServerSideTest {

  private static final int BINARY = 0x82;
  private static final int BINARY_BEGIN = 0x02;
  private static final int CONTINUE = 0x00;
  private static final int TEXT = 0x81;
  private static final int CLOSE = 0x88;
  private static final int PING = 0x89;
  private static final int PONG = 0x8A;

  private final TestEnv env = TestEnv.withManualTimers();
  private Ear ear = new Ear(true);
  private Endpoint endpoint;

  @BeforeEach
  void listen() throws IOException {
    endpoint = listen(ear);
  }

  private Endpoint listen(FrameHandler handler) throws IOException {
    return new WsTransportProvider().listen(URI.create("ws://127.0.0.1:0"), () -> handler, env);
  }

  @AfterEach
  void close() {
    endpoint.close();
    env.close();
  }

  @Test
  void saysThatItIsHealthy() throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI health = URI.create("http://127.0.0.1:" + endpoint.address().getPort() + "/health");
      HttpResponse<String> answer =
          client.send(HttpRequest.newBuilder(health).build(), HttpResponse.BodyHandlers.ofString());
      assertEquals(200, answer.statusCode());
      assertEquals("ok", answer.body());
    }
  }

  @Test
  void answersNothingElseAndDoesNotSayWhatItIs() throws Exception {
    try (RawSocket client = new RawSocket(endpoint.address())) {
      String answer = client.ask("GET /other HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertTrue(answer.startsWith("HTTP/1.1 404"), answer);
      assertFalse(answer.contains("Jetty"), answer);
    }
  }

  @Test
  void putsFragmentsTogether() throws Exception {
    try (RawSocket client = new RawSocket(endpoint.address()).upgraded()) {
      client.send(BINARY_BEGIN, new byte[] {1, 2});
      client.send(CONTINUE, new byte[] {3});
      client.send(PING, new byte[] {9});
      client.send(0x80 | CONTINUE, new byte[] {4});
      assertArrayEquals(new byte[] {(byte) PONG, 9}, client.readFrame());
      assertArrayEquals(new byte[] {1, 2, 3, 4}, ear.frames.take());
    }
  }

  @Test
  void aCutSocketIsALostLink() throws Exception {
    try (RawSocket client = new RawSocket(endpoint.address()).upgraded()) {
      ear.link();
      client.reset();
      assertEquals(CloseReason.LOST, ear.closed().code());
    }
  }

  @Test
  void aSocketThatEndsWithoutAWordIsALostLink() throws Exception {
    try (RawSocket client = new RawSocket(endpoint.address()).upgraded()) {
      ear.link();
      client.end();
      assertEquals(CloseReason.LOST, ear.closed().code());
    }
  }

  @Test
  void aCutSocketIsNoticedByALinkThatRequestsNothing() throws Exception {
    endpoint.close();
    ear = new Ear(false);
    endpoint = listen(ear);
    try (RawSocket client = new RawSocket(endpoint.address()).upgraded()) {
      ear.link();
      client.reset();
      assertEquals(CloseReason.LOST, ear.closed().code());
    }
  }

  @Test
  void refusesATextMessage() throws Exception {
    assertBreach(CloseReason.PROTOCOL_ERROR, TEXT, "hello".getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void refusesAnEmptyMessage() throws Exception {
    assertBreach(CloseReason.PROTOCOL_ERROR, BINARY, new byte[0]);
  }

  @Test
  void refusesAMessageLargerThanAFrame() throws Exception {
    try (RawSocket client = new RawSocket(endpoint.address()).upgraded()) {
      client.send(BINARY_BEGIN, new byte[Link.MAX_FRAME_BYTES]);
      client.send(0x80 | CONTINUE, new byte[1]);
      assertEquals(CloseReason.TOO_BIG, ear.closed().code());
      byte[] close = client.readFrame();
      assertEquals((byte) CLOSE, close[0]);
      assertEquals(CloseReason.TOO_BIG, (close[1] & 0xFF) << 8 | close[2] & 0xFF);
    }
  }

  private void assertBreach(int code, int firstByte, byte[] payload) throws Exception {
    try (RawSocket client = new RawSocket(endpoint.address()).upgraded()) {
      client.send(firstByte, payload);
      assertEquals(code, ear.closed().code());
      byte[] close = client.readFrame();
      assertEquals((byte) CLOSE, close[0]);
      assertEquals(code, (close[1] & 0xFF) << 8 | close[2] & 0xFF);
      assertEquals(0, ear.frames.size());
    }
  }

  @Test
  void cutsOffAPeerThatDoesNotAnswerTheClosingWord() throws Exception {
    try (RawSocket client = new RawSocket(endpoint.address()).upgraded()) {
      Link link = ear.link();
      link.close(new CloseReason(CloseReason.NORMAL, ""));
      assertEquals((byte) CLOSE, client.readFrame()[0]);
      env.skip(WsLimits.CLOSE_TIMEOUT);
      assertThrows(IOException.class, client::readByte);
    }
  }

  @Test
  void pingsAndGivesASilentPeerUp() throws Exception {
    try (RawSocket client = new RawSocket(endpoint.address()).upgraded()) {
      ear.link();
      env.skip(WsLimits.PING_INTERVAL);
      assertEquals((byte) PING, client.readFrame()[0]);
      env.skip(WsLimits.PING_INTERVAL);
      assertFalse(ear.closed.isDone());
      // In a loop, because a link that has just opened may not be reading yet, and then gives
      // nobody up.
      while (!ear.closed.isDone()) {
        env.skip(WsLimits.PING_INTERVAL.plus(Duration.ofSeconds(1)));
        Thread.onSpinWait();
      }
      assertEquals(CloseReason.LOST, ear.closed().code());
      assertTrue(ear.closed().text().contains("60 seconds"), ear.closed().text());
      assertEquals(0, env.timers(), "timers of a link that is gone");
    }
  }

  @Test
  void aHandlerThatFailsLosesItsLinkOnly() throws Exception {
    endpoint.close();
    FrameHandler broken = new BrokenHandler(ear);
    endpoint = listen(broken);
    try (RawSocket client = new RawSocket(endpoint.address()).upgraded()) {
      client.send(BINARY, new byte[] {1});
      assertEquals(CloseReason.LOST, ear.closed().code());
    }
    try (RawSocket other = new RawSocket(endpoint.address()).upgraded()) {
      other.send(PING, new byte[0]);
      assertEquals((byte) PONG, other.readFrame()[0]);
    }
  }

  /// Fails on each frame.
  private record BrokenHandler(Ear ear) implements FrameHandler {

    @Override
    public void onOpen(Link link) {
      link.request(1);
    }

    @Override
    public void onFrame(Link link, MemorySegment frame) {
      throw new IllegalStateException("planted");
    }

    @Override
    public void onWritable(Link link) {}

    @Override
    public void onClosed(Link link, CloseReason reason) {
      ear.onClosed(link, reason);
    }
  }
}
