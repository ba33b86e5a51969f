package dev.goatdb.testkit.transport;

import dev.goatdb.api.spi.transport.Endpoint;
import dev.goatdb.api.spi.transport.FrameHandler;
import dev.goatdb.testkit.env.SimEnv;
import java.net.URI;
import java.util.function.Supplier;

/// A simulated node that can be connected to.
final class FakeEndpoint implements Endpoint {

  private final FakeNetwork network;
  private final URI address;
  private final SimEnv node;
  private final Supplier<FrameHandler> handlers;

  FakeEndpoint(FakeNetwork network, URI address, SimEnv node, Supplier<FrameHandler> handlers) {
    this.network = network;
    this.address = address;
    this.node = node;
    this.handlers = handlers;
  }

  SimEnv node() {
    return node;
  }

  FrameHandler newHandler() {
    return handlers.get();
  }

  @Override
  public URI address() {
    return address;
  }

  @Override
  public void close() {
    network.close(this);
  }
}
