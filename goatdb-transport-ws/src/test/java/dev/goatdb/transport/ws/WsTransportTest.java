package dev.goatdb.transport.ws;

import dev.goatdb.api.spi.transport.TransportProvider;
import dev.goatdb.testkit.TransportContract;
import java.net.URI;

final class WsTransportTest extends TransportContract {

  private final WsTransportProvider transport = new WsTransportProvider();

  @Override
  protected TransportProvider transport() {
    return transport;
  }

  @Override
  protected URI freeAddress() {
    return URI.create("ws://127.0.0.1:0/");
  }

  @Override
  protected URI deadAddress() {
    // Port 1 is reserved, and nothing listens on it.
    return URI.create("ws://127.0.0.1:1/");
  }
}
