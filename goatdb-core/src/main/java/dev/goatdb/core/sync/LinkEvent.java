package dev.goatdb.core.sync;

/// What becomes of a link that this side opened. That it ended is heard from the transport.
public sealed interface LinkEvent {

  /// The handshake is done and `/sys/sessions` was exchanged.
  record Online() implements LinkEvent {}

  /// One of the sides will not go on. The link is closed.
  ///
  /// @param reason one line for people
  /// @param permanent whether another attempt would end in the same way
  record Refused(String reason, boolean permanent) implements LinkEvent {}
}
