package dev.goatdb.cli.replay;

import dev.goatdb.api.spi.runtime.Env;
import dev.goatdb.api.spi.transport.Endpoint;
import dev.goatdb.api.spi.transport.FrameHandler;
import dev.goatdb.api.spi.transport.Link;
import dev.goatdb.api.spi.transport.TransportProvider;
import dev.goatdb.cli.terminal.CommandFailure;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/// A transport with a gate before the receiving end of every link; otherwise the one that lies
/// beside this module. The only class of this module that touches [ServiceLoader]. Any thread.
final class GatedTransport implements TransportProvider {

  private final TransportProvider transport;
  private final List<Gate> gates = new CopyOnWriteArrayList<>();

  private GatedTransport(TransportProvider transport) {
    this.transport = transport;
  }

  /// The transport of a scheme, with gates.
  ///
  /// @throws CommandFailure if there is none
  static GatedTransport of(String scheme) {
    return ServiceLoader.load(TransportProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(each -> each.serves(scheme))
        .findFirst()
        .map(GatedTransport::new)
        .orElseThrow(() -> CommandFailure.failed("no transport for '" + scheme + ":'"));
  }

  /// The gate of the one link that there is.
  ///
  /// @throws CommandFailure if the connection was lost and made anew, which loses what was held
  Gate gate() {
    if (gates.size() != 1) {
      throw CommandFailure.failed(
          "the peers were connected %d times instead of once".formatted(gates.size()));
    }
    return gates.getFirst();
  }

  private Gate gate(FrameHandler handler) {
    Gate gate = new Gate(handler);
    gates.add(gate);
    return gate;
  }

  @Override
  public String name() {
    return transport.name();
  }

  @Override
  public boolean serves(String scheme) {
    return transport.serves(scheme);
  }

  @Override
  public CompletableFuture<Link> connect(URI address, FrameHandler handler, Env env) {
    return transport.connect(address, gate(handler), env);
  }

  @Override
  public Endpoint listen(URI address, Supplier<FrameHandler> handlers, Env env) throws IOException {
    return transport.listen(address, () -> gate(handlers.get()), env);
  }
}
