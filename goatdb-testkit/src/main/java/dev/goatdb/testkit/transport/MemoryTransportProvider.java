package dev.goatdb.testkit.transport;

import dev.goatdb.api.spi.runtime.Env;
import dev.goatdb.api.spi.transport.Endpoint;
import dev.goatdb.api.spi.transport.FrameHandler;
import dev.goatdb.api.spi.transport.Link;
import dev.goatdb.api.spi.transport.TransportProvider;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// Links within the process: `memory://anyName`, with or without a port. Any thread.
///
/// Each instance is a world of its own: only those who share the instance meet. Calls to handlers
/// come from workers of the environment given, so this works on real threads and in a simulation.
public final class MemoryTransportProvider implements TransportProvider {

  /// How many bytes may be under way on a link before it is full.
  static final long MAX_BYTES_UNDER_WAY = 4L << 20;

  private final Map<String, MemoryEndpoint> endpoints = new ConcurrentHashMap<>();
  private final AtomicInteger lastPort = new AtomicInteger();

  /// Makes an empty world.
  public MemoryTransportProvider() {}

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public CompletableFuture<Link> connect(URI address, FrameHandler handler, Env env) {
    MemoryEndpoint endpoint = endpoints.get(String.valueOf(address.getAuthority()));
    if (endpoint == null) {
      return CompletableFuture.failedFuture(
          new IOException("cannot connect to " + address + ": nobody listens there; start it"));
    }
    PairedLink near = new PairedLink(address, handler, env, Wire.DIRECT, MAX_BYTES_UNDER_WAY);
    endpoint.accept(near);
    return near.opened();
  }

  @Override
  public Endpoint listen(URI address, Supplier<FrameHandler> handlers, Env env) throws IOException {
    if (address.getAuthority() == null) {
      throw new IOException("cannot listen on " + address + ": no name; use memory://name");
    }
    URI real = address.getPort() == 0 ? withFreePort(address) : address;
    MemoryEndpoint endpoint =
        new MemoryEndpoint(
            real, handlers, env, ended -> endpoints.remove(real.getAuthority(), ended));
    if (endpoints.putIfAbsent(real.getAuthority(), endpoint) != null) {
      throw new IOException(
          "cannot listen on " + real + ": it is in use; choose another name or port 0");
    }
    return endpoint;
  }

  private URI withFreePort(URI address) {
    return URI.create("memory://" + address.getHost() + ":" + lastPort.incrementAndGet());
  }
}
