package dev.goatdb.transport.ws;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.BindException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.core.server.WebSocketUpgradeHandler;
import org.jspecify.annotations.Nullable;

/// A Jetty server on one port: WebSockets at the path of its address, `GET /health`, nothing else.
///
/// Its threads are Jetty's own: few platform threads that select, and virtual threads of the
/// environment for what may block.
final class WsServer {

  private static final int THREADS = 16;
  private static final int INPUT_BUFFER_BYTES = 32 << 10;

  private final Server server;
  private final ServerConnector connector;

  private WsServer(Server server, ServerConnector connector) {
    this.server = server;
    this.connector = connector;
  }

  /// Starts a server.
  ///
  /// @param sockets makes what hears a new WebSocket, by its channel binding
  static WsServer start(
      URI address,
      SslContextFactory.@Nullable Server tls,
      Executor blocking,
      Function<Optional<MemorySegment>, JettySocket> sockets)
      throws IOException {
    QueuedThreadPool threads = new QueuedThreadPool(THREADS);
    threads.setName("goatdb-ws-server");
    threads.setDaemon(true);
    threads.setVirtualThreadsExecutor(blocking);
    Server server = new Server(threads);
    ServerConnector connector =
        new ServerConnector(
            server,
            threads,
            new ScheduledExecutorScheduler("goatdb-ws-timer", true),
            null,
            1,
            -1,
            protocols(tls));
    connector.setHost(address.getHost());
    connector.setPort(Math.max(address.getPort(), 0));
    server.addConnector(connector);
    server.setStopTimeout(0);
    server.setHandler(new HttpFront(pathOf(address), upgrades(sockets)));
    WsServer started = new WsServer(server, connector);
    started.open(address);
    return started;
  }

  private static ConnectionFactory[] protocols(SslContextFactory.@Nullable Server tls) {
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    HttpConnectionFactory http = new HttpConnectionFactory(configuration);
    if (tls == null) {
      return new ConnectionFactory[] {http};
    }
    return new ConnectionFactory[] {new SslConnectionFactory(tls, http.getProtocol()), http};
  }

  private static String pathOf(URI address) {
    String path = address.getPath();
    return path == null || path.isEmpty() ? "/" : path;
  }

  private static WebSocketUpgradeHandler upgrades(
      Function<Optional<MemorySegment>, JettySocket> sockets) {
    WebSocketUpgradeHandler handler = new WebSocketUpgradeHandler();
    handler.getConfiguration().setAutoFragment(true);
    handler.getConfiguration().setMaxFrameSize(WsLimits.FRAGMENT_BYTES);
    handler.getConfiguration().setInputBufferSize(INPUT_BUFFER_BYTES);
    // Pings count as traffic: this ends only what cannot even write.
    handler.getConfiguration().setIdleTimeout(WsLimits.SILENCE_TIMEOUT);
    handler.addMapping("/*", (request, response, callback) -> upgrade(request, response, sockets));
    return handler;
  }

  private static JettySocket upgrade(
      ServerUpgradeRequest request,
      ServerUpgradeResponse response,
      Function<Optional<MemorySegment>, JettySocket> sockets) {
    if (request.hasSubProtocol(WsConnector.SUBPROTOCOL)) {
      response.setAcceptedSubProtocol(WsConnector.SUBPROTOCOL);
    }
    // No compression here: the frames' own protocol compresses, and bounds what it inflates.
    response.setExtensions(List.of());
    return sockets.apply(bindingOf(request));
  }

  private static Optional<MemorySegment> bindingOf(ServerUpgradeRequest request) {
    EndPoint.SslSessionData tls =
        request.getConnectionMetaData().getConnection().getEndPoint().getSslSessionData();
    if (tls == null || tls.sslSession() == null) {
      return Optional.empty();
    }
    try {
      return ChannelBinding.ofServerItself(tls.sslSession());
    } catch (SSLException e) {
      throw new IllegalStateException("a server without a readable certificate", e);
    }
  }

  private void open(URI address) throws IOException {
    try {
      connector.open();
      server.start();
    } catch (Exception e) {
      stop();
      throw new IOException("cannot listen on " + address + ": " + explain(address, e), e);
    }
  }

  private static String explain(URI address, Exception failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case UnresolvedAddressException e -> {
          return "unknown host " + address.getHost() + "; check the name";
        }
        case UnknownHostException e -> {
          return "unknown host " + address.getHost() + "; check the name";
        }
        case BindException e -> {
          return String.valueOf(e.getMessage()).contains("in use")
              ? "the port is in use; choose another, or 0 for a free one"
              : e.getMessage() + "; use an address of this machine and a port that you may open";
        }
        default -> {}
      }
    }
    return String.valueOf(failure.getMessage());
  }

  /// {@return the port it listens on}
  int port() {
    return connector.getLocalPort();
  }

  /// Frees the port; what was accepted stays.
  void stopAccepting() {
    connector.close();
  }

  /// Drops all connections and ends all threads.
  void stop() throws IOException {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IOException("the WebSocket server did not stop: " + e.getMessage(), e);
    }
  }
}
