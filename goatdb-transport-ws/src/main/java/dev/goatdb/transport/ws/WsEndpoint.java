package dev.goatdb.transport.ws;

import dev.goatdb.api.spi.runtime.Env;
import dev.goatdb.api.spi.transport.CloseReason;
import dev.goatdb.api.spi.transport.Endpoint;
import dev.goatdb.api.spi.transport.FrameHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/// A port with its accepted links. Any thread.
final class WsEndpoint implements Endpoint {

  private final Supplier<FrameHandler> handlers;
  private final Env env;
  private final Executor executor;
  private final Set<WsLink> links = ConcurrentHashMap.newKeySet();
  private final WsServer server;
  private final URI address;
  private volatile boolean closed;

  private WsEndpoint(
      URI wanted, SslContextFactory.@Nullable Server tls, Supplier<FrameHandler> handlers, Env env)
      throws IOException {
    this.handlers = handlers;
    this.env = env;
    this.executor = task -> env.start("goatdb-ws", task);
    this.server =
        WsServer.start(wanted, tls, executor, binding -> new JettySocket(this::accepted, binding));
    this.address = withPort(wanted, server.port());
  }

  static WsEndpoint open(
      URI wanted, SslContextFactory.@Nullable Server tls, Supplier<FrameHandler> handlers, Env env)
      throws IOException {
    return new WsEndpoint(wanted, tls, handlers, env);
  }

  private static URI withPort(URI wanted, int port) throws IOException {
    try {
      return new URI(
          wanted.getScheme(), null, wanted.getHost(), port, wanted.getPath(), null, null);
    } catch (URISyntaxException e) {
      throw new IOException("cannot listen on " + wanted + ": " + e.getMessage(), e);
    }
  }

  private WsLink accepted(URI remote, WsSocket socket) {
    WsLink link = new WsLink(remote, handlers.get(), env, executor, socket);
    links.add(link);
    link.gone().thenAccept(links::remove);
    if (closed) {
      link.close(reason());
    }
    return link;
  }

  @Override
  public URI address() {
    return address;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    server.stopAccepting();
    List<WsLink> open = List.copyOf(links);
    open.forEach(link -> link.close(reason()));
    // A link gives up by itself when its time is over, so this ends.
    CompletableFuture.allOf(open.stream().map(WsLink::gone).toArray(CompletableFuture[]::new))
        .completeOnTimeout(null, WsLimits.CLOSE_TIMEOUT.toMillis() + 500, TimeUnit.MILLISECONDS)
        .join();
    try {
      server.stop();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CloseReason reason() {
    return new CloseReason(CloseReason.GOING_AWAY, "the endpoint was closed");
  }
}
