package dev.goatdb.transport.ws;

import dev.goatdb.api.spi.runtime.Env;
import dev.goatdb.api.spi.transport.FrameHandler;
import dev.goatdb.api.spi.transport.Link;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// One attempt to connect. Whatever comes first decides it: the open socket, a failure, or the end
/// of the time. Any thread.
///
/// Each connection has an HTTP client of its own, whose thread ends with it: a provider is never
/// closed, so it could not say when a shared one is no longer needed.
final class WsConnector {

  /// What both sides call the protocol in the handshake, so that another WebSocket server is
  /// recognized.
  static final String SUBPROTOCOL = "goatdb";

  private final URI address;
  private final FrameHandler handler;
  private final Env env;
  private final Executor executor;
  private final AtomicBoolean settled = new AtomicBoolean();
  private final CompletableFuture<Link> result = new CompletableFuture<>();

  WsConnector(URI address, FrameHandler handler, Env env) {
    this.address = address;
    this.handler = handler;
    this.env = env;
    this.executor = task -> env.start("goatdb-ws", task);
  }

  /// Begins.
  CompletableFuture<Link> connect(@Nullable SSLContext trust) {
    Env.Timer timer =
        env.after(
            WsLimits.CONNECT_TIMEOUT,
            () ->
                fail(
                    "no answer within "
                        + WsLimits.CONNECT_TIMEOUT.toSeconds()
                        + " seconds; check the address and the network"));
    // On a thread of its own, because the resolution of a name blocks.
    env.start("goatdb-ws-connect", () -> attempt(trust));
    result.whenComplete((link, failure) -> timer.cancel());
    return result;
  }

  private void attempt(@Nullable SSLContext trust) {
    HttpClient.Builder builder =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(executor);
    if (trust != null) {
      builder.sslContext(trust);
    }
    HttpClient client = builder.build();
    result.whenComplete((link, failure) -> dispose(client, link));
    try {
      client
          .newWebSocketBuilder()
          .subprotocols(SUBPROTOCOL)
          .buildAsync(address, new JdkSocket.Listener(this))
          .whenComplete((webSocket, failure) -> {
            if (failure != null) {
              fail(failure);
            }
          });
    } catch (IllegalArgumentException e) {
      fail(e);
    }
  }

  /// Makes the link of a socket that has opened.
  ///
  /// @return none if this is not the right server, or too late
  @Nullable WsLink accept(WebSocket webSocket) {
    if (!webSocket.getSubprotocol().equals(SUBPROTOCOL)) {
      fail("this is a WebSocket server, but not one of GoatDB; check the address");
      return null;
    }
    if (!settled.compareAndSet(false, true)) {
      return null;
    }
    return new WsLink(address, handler, env, executor, new JdkSocket(webSocket));
  }

  /// The handler has heard of the link.
  void succeed(WsLink link) {
    result.complete(link);
  }

  private void fail(Throwable failure) {
    if (settled.compareAndSet(false, true)) {
      result.completeExceptionally(ConnectFailure.of(address, failure));
    }
  }

  private void fail(String why) {
    if (settled.compareAndSet(false, true)) {
      result.completeExceptionally(new IOException("cannot connect to " + address + ": " + why));
    }
  }

  private void dispose(HttpClient client, @Nullable Link link) {
    if (link instanceof WsLink open) {
      open.gone()
          .thenAccept(gone -> {
            // Lets the answer to the other side's closing word go out.
            client.shutdown();
            env.after(WsLimits.CLOSE_TIMEOUT, client::shutdownNow);
          });
    } else {
      client.shutdownNow();
    }
  }
}
