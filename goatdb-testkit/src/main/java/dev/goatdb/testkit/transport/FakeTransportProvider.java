package dev.goatdb.testkit.transport;

import dev.goatdb.api.spi.runtime.Env;
import dev.goatdb.api.spi.transport.Endpoint;
import dev.goatdb.api.spi.transport.FrameHandler;
import dev.goatdb.api.spi.transport.Link;
import dev.goatdb.api.spi.transport.TransportProvider;
import dev.goatdb.testkit.env.SimEnv;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// One node's access to a [FakeNetwork].
///
/// @param network the network
/// @param node the node
record FakeTransportProvider(FakeNetwork network, SimEnv node) implements TransportProvider {

  @Override
  public String name() {
    return "sim";
  }

  @Override
  public CompletableFuture<Link> connect(URI address, FrameHandler handler, Env env) {
    requireOwn(env);
    return network.connect(node, address, handler);
  }

  @Override
  public Endpoint listen(URI address, Supplier<FrameHandler> handlers, Env env) throws IOException {
    requireOwn(env);
    if (!node.name().equals(address.getAuthority())) {
      throw new IOException("cannot listen on " + address + ": this node is sim://" + node.name());
    }
    FakeEndpoint endpoint = new FakeEndpoint(network, address, node, handlers);
    network.open(endpoint);
    return endpoint;
  }

  private void requireOwn(Env env) {
    if (env != node) {
      throw new IllegalArgumentException(
          "the transport of node " + node.name() + " works with its own surroundings only");
    }
  }
}
