package dev.goatdb.transport.ws;

import dev.goatdb.api.spi.runtime.Env;
import dev.goatdb.api.spi.transport.FrameHandler;
import dev.goatdb.api.spi.transport.Link;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
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
  private volatile @Nullable RecordingContext tls;

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
    try {
      HttpClient.Builder builder =
          HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(executor);
      if ("wss".equals(address.getScheme())) {
        RecordingContext context =
            RecordingContext.over(trust == null ? SSLContext.getDefault() : trust);
        tls = context;
        builder.sslContext(context);
      }
      HttpClient client = builder.build();
      result.whenComplete((link, failure) -> dispose(client, link));
      client
          .newWebSocketBuilder()
          .subprotocols(SUBPROTOCOL)
          .buildAsync(address, new JdkSocket.Listener(this))
          .whenComplete((webSocket, failure) -> {
            if (failure != null) {
              fail(failure);
            }
          });
    } catch (IllegalArgumentException | NoSuchAlgorithmException e) {
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
    try {
      JdkSocket socket = new JdkSocket(webSocket, binding());
      return settled.compareAndSet(false, true)
          ? new WsLink(address, handler, env, executor, socket)
          : null;
    } catch (SSLException e) {
      fail(e);
      return null;
    }
  }

  private Optional<MemorySegment> binding() throws SSLException {
    RecordingContext context = tls;
    Optional<SSLSession> session = context == null ? Optional.empty() : context.session();
    return session.isEmpty() ? Optional.empty() : ChannelBinding.ofServerSeenIn(session.get());
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
