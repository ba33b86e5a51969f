package dev.goatdb.testkit.transport;

import dev.goatdb.api.spi.runtime.Env;
import dev.goatdb.api.spi.transport.CloseReason;
import dev.goatdb.api.spi.transport.Endpoint;
import dev.goatdb.api.spi.transport.FrameHandler;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A name at which links are accepted. Any thread.
final class MemoryEndpoint implements Endpoint {

  private final URI address;
  private final Supplier<FrameHandler> handlers;
  private final Env env;
  private final Consumer<MemoryEndpoint> onClose;
  private final List<PairedLink> links = new ArrayList<>();
  private boolean closed;

  MemoryEndpoint(
      URI address, Supplier<FrameHandler> handlers, Env env, Consumer<MemoryEndpoint> onClose) {
    this.address = address;
    this.handlers = handlers;
    this.env = env;
    this.onClose = onClose;
  }

  @Override
  public URI address() {
    return address;
  }

  /// Joins a connecting end with a new one of this side.
  void accept(PairedLink near) {
    PairedLink far =
        new PairedLink(
            address, handlers.get(), env, Wire.DIRECT, MemoryTransportProvider.MAX_BYTES_UNDER_WAY);
    PairedLink.join(near, far);
    boolean late;
    synchronized (this) {
      late = closed;
      links.removeIf(PairedLink::isOver);
      links.add(far);
    }
    if (late) {
      close();
    }
  }

  @Override
  public void close() {
    List<PairedLink> open;
    synchronized (this) {
      closed = true;
      open = List.copyOf(links);
      links.clear();
    }
    onClose.accept(this);
    CloseReason reason = new CloseReason(CloseReason.GOING_AWAY, "the endpoint was closed");
    open.forEach(link -> link.close(reason));
  }
}
