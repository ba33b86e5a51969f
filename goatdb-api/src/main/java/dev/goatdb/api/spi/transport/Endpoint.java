package dev.goatdb.api.spi.transport;

import java.net.URI;

/// A place where peers can connect. Any thread.
public interface Endpoint extends AutoCloseable {

  /// {@return the address to connect to, with the real port}
  URI address();

  /// Stops accepting, ends the links that were accepted here, frees the port. Idempotent.
  @Override
  void close();
}
