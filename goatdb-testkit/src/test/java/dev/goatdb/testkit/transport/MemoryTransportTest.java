package dev.goatdb.testkit.transport;

import dev.goatdb.api.spi.transport.TransportProvider;
import dev.goatdb.testkit.TransportContract;
import java.net.URI;

final class MemoryTransportTest extends TransportContract {

  private final MemoryTransportProvider transport = new MemoryTransportProvider();

  @Override
  protected TransportProvider transport() {
    return transport;
  }

  @Override
  protected URI freeAddress() {
    return URI.create("memory://place:0");
  }

  @Override
  protected URI deadAddress() {
    return URI.create("memory://nowhere");
  }
}
