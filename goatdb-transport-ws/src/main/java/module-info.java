import org.jspecify.annotations.NullMarked;

/// Links over WebSockets: the plugin for peers with the schemes `ws` and `wss`.
///
/// The client side is the one of the JDK, the server side is Jetty. The module exports nothing; the
/// engine finds it as a service once it is present.
@NullMarked
module dev.goatdb.transport.ws {
  requires dev.goatdb.api;
  requires java.net.http;
  requires org.eclipse.jetty.websocket.core.server;
  requires static transitive org.jspecify;

  provides dev.goatdb.api.spi.transport.TransportProvider with
      dev.goatdb.transport.ws.WsTransportProvider;
}
