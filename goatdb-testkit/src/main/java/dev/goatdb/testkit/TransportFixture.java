package dev.goatdb.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.spi.runtime.Env;
import dev.goatdb.api.spi.transport.Endpoint;
import dev.goatdb.api.spi.transport.TransportProvider;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;

/// What the tests of [TransportContract] speak with: endpoints and links that are closed after each
/// test, and whose handlers are then asked whether they were called in order.
abstract class TransportFixture {

  private final RealEnv env = new RealEnv();
  private final List<LinkRecorder> recorders = new ArrayList<>();
  private final BlockingQueue<LinkRecorder> accepted = new LinkedBlockingQueue<>();
  private final List<Endpoint> endpoints = new ArrayList<>();

  /// {@return the transport, always the same one within a test}
  protected abstract TransportProvider transport();

  /// {@return an address to listen on, where a free port or name is chosen}
  protected abstract URI freeAddress();

  /// {@return an address where nobody listens}
  protected abstract URI deadAddress();

  /// {@return time, chance and threads, until the end of the test}
  protected final Env env() {
    return env;
  }

  /// Closes what is open, and looks at the order of the calls to all handlers of the test.
  @AfterEach
  final void closeAndCheckOrderOfCalls() throws Exception {
    for (Endpoint endpoint : endpoints) {
      endpoint.close();
    }
    for (LinkRecorder recorder : List.copyOf(recorders)) {
      recorder.closed();
      recorder.requireOrderlyCalls();
    }
    env.close();
  }

  /// Listens until the end of the test.
  ///
  /// @param address where
  /// @param handlers hear the links
  /// @return the endpoint
  final Endpoint listen(URI address, Supplier<LinkRecorder> handlers) throws IOException {
    Endpoint endpoint =
        transport()
            .listen(
                address,
                () -> {
                  LinkRecorder recorder = handlers.get();
                  accepted.add(recorder);
                  return recorder;
                },
                env);
    endpoints.add(endpoint);
    return endpoint;
  }

  final LinkPair join(LinkRecorder near, Supplier<LinkRecorder> far) throws Exception {
    return join(listen(freeAddress(), far), near);
  }

  final LinkPair join(Endpoint endpoint, LinkRecorder near) throws Exception {
    transport().connect(endpoint.address(), near, env).get(20, TimeUnit.SECONDS);
    LinkRecorder far = accepted.poll(20, TimeUnit.SECONDS);
    if (far == null) {
      throw new AssertionError("connected to " + endpoint.address() + ", but nothing was accepted");
    }
    far.link();
    recorders.add(near);
    recorders.add(far);
    return new LinkPair(near, far);
  }

  /// One frame from the accepting side, which the connecting side takes.
  static void echo(LinkPair pair) throws Exception {
    byte[] frame = {42};
    assertTrue(pair.far().link().send(MemorySegment.ofArray(frame)));
    assertArrayEquals(frame, pair.near().frame());
  }

  static boolean sendWhenWritable(LinkRecorder sender, byte[] frame) {
    try {
      while (!sender.link().send(MemorySegment.ofArray(frame))) {
        if (sender.isClosed()) {
          return false;
        }
        sender.awaitWritable();
      }
      return true;
    } catch (Exception e) {
      throw new AssertionError("cannot send", e);
    }
  }

  final void assertConnectFails(URI address) {
    ExecutionException failure =
        assertThrows(
            ExecutionException.class,
            () ->
                transport().connect(address, LinkRecorder.eager(), env).get(20, TimeUnit.SECONDS));
    assertOneLineAbout(address, assertInstanceOf(IOException.class, failure.getCause()));
  }

  /// Checks that a failure says in one line where it happened.
  ///
  /// @param address where
  /// @param failure what
  static void assertOneLineAbout(URI address, IOException failure) {
    String message = String.valueOf(failure.getMessage());
    assertEquals(1, message.lines().count(), message);
    assertTrue(message.contains(address.toString()), message);
    assertTrue(message.contains(";"), "says what to do: " + message);
  }

  static byte[] numbered(int sender, int number) {
    return ByteBuffer.allocate(8 + number % 100).putInt(sender).putInt(number).array();
  }

  /// The two handlers of a connection.
  record LinkPair(LinkRecorder near, LinkRecorder far) {}
}
