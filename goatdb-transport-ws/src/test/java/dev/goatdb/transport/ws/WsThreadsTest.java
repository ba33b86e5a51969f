package dev.goatdb.transport.ws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.spi.transport.CloseReason;
import dev.goatdb.api.spi.transport.Endpoint;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Virtual threads end by themselves when they have nothing to do and are not listed; this is about
/// the platform threads of the libraries.
@Timeout(60)
final class WsThreadsTest {

  private final TestEnv env = TestEnv.real();
  private final WsTransportProvider transport = new WsTransportProvider();

  @Test
  void noThreadOutlivesEndpointsAndLinks() throws Exception {
    List<Thread> before = threads();
    Endpoint endpoint = transport.listen(URI.create("ws://127.0.0.1:0/"), () -> new Ear(true), env);
    Ear near = new Ear(true);
    Ear other = new Ear(true);
    transport.connect(endpoint.address(), near, env).get(20, TimeUnit.SECONDS);
    transport.connect(endpoint.address(), other, env).get(20, TimeUnit.SECONDS);
    assertTrue(threads().size() > before.size());
    near.link().close(new CloseReason(CloseReason.NORMAL, ""));
    endpoint.close();
    other.closed();
    awaitEndOfThreads(before);
    env.close();
  }

  @Test
  void noThreadOutlivesFailures() throws Exception {
    List<Thread> before = threads();
    Endpoint endpoint = transport.listen(URI.create("ws://127.0.0.1:0/"), () -> new Ear(true), env);
    for (int i = 0; i < 3; i++) {
      assertTrue(
          transport
              .connect(URI.create("ws://127.0.0.1:1/"), new Ear(true), env)
              .handle((link, failure) -> failure instanceof IOException)
              .get(20, TimeUnit.SECONDS));
      try {
        transport.listen(endpoint.address(), () -> new Ear(true), env);
        throw new AssertionError("two endpoints on one port");
      } catch (IOException e) {
        assertTrue(e.getMessage().contains("in use"), e.getMessage());
      }
    }
    endpoint.close();
    awaitEndOfThreads(before);
    env.close();
  }

  private static List<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread ->
            thread.getName().startsWith("goatdb-ws") || thread.getName().startsWith("HttpClient-"))
        .toList();
  }

  /// Waits for each thread's end instead of looking again and again.
  private static void awaitEndOfThreads(List<Thread> before) throws InterruptedException {
    for (Thread thread : threads()) {
      if (!before.contains(thread)) {
        assertTrue(thread.join(Duration.ofSeconds(20)), "still runs: " + thread);
      }
    }
    assertEquals(List.of(), threads().stream().filter(thread -> !before.contains(thread)).toList());
  }
}
