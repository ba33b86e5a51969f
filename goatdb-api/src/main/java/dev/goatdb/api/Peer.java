package dev.goatdb.api;

import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// A connection that is kept: it reconnects until it is closed. Any thread.
public interface Peer extends AutoCloseable {

  /// How a connection stands.
  enum State {
    /// Not connected yet.
    CONNECTING,
    /// Connected; edits flow both ways.
    ONLINE,
    /// Not connected; will try again.
    OFFLINE,
    /// The other side refused us for good; [#reason()] says why.
    REFUSED,
    /// Closed here.
    CLOSED
  }

  /// {@return whom it is connected to}
  URI address();

  /// {@return how it stands}
  State state();

  /// {@return why it is not online; empty if it is}
  String reason();

  /// Listens to changes of the state, on the database's listener thread.
  ///
  /// @param listener called with each new state
  /// @return ends it
  Subscription onState(Consumer<State> listener);

  /// {@return completes when all open repositories have been exchanged with this peer, waiting for
  /// the connection if need be; exceptionally if the peer refuses us or this is closed}
  CompletableFuture<Void> sync();

  /// Disconnects. Idempotent.
  @Override
  void close();
}
