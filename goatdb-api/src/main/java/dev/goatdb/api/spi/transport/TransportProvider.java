package dev.goatdb.api.spi.transport;

import dev.goatdb.api.spi.Plugin;
import dev.goatdb.api.spi.runtime.Env;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// Makes links to addresses whose scheme is one of this provider's names.
public interface TransportProvider extends Plugin {

  /// {@return whether this transport serves a scheme} By default its [#name()] alone.
  ///
  /// @param scheme the scheme of an address, in lower case
  default boolean serves(String scheme) {
    return scheme.equals(name());
  }

  /// Connects.
  ///
  /// @param address whom to connect to
  /// @param handler hears the link; its first call may come before the result completes
  /// @param env time, chance and threads
  /// @return completes when the link is open; exceptionally with an [IOException] whose message
  ///   says what failed, on an unknown host, a refused connection, or no answer within 10 seconds
  CompletableFuture<Link> connect(URI address, FrameHandler handler, Env env);

  /// Listens.
  ///
  /// @param address where; port 0 takes a free one
  /// @param handlers makes a handler for each link that is accepted
  /// @param env time, chance and threads
  /// @return the open endpoint
  /// @throws IOException if it cannot listen there, for example because the port is in use
  Endpoint listen(URI address, Supplier<FrameHandler> handlers, Env env) throws IOException;
}
