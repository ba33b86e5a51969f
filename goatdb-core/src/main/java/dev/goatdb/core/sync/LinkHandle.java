package dev.goatdb.core.sync;

import dev.goatdb.api.commit.SessionId;
import java.net.URI;
import java.util.Optional;

/// One link, as [SyncNode] knows it. The counters may be read from any thread.
public sealed interface LinkHandle permits PeerLink {

  /// {@return the other side's address, for people}
  URI address();

  /// {@return bytes of frames received so far; any thread}
  long bytesIn();

  /// {@return bytes of frames sent so far; any thread}
  long bytesOut();

  /// {@return the other side's session, once it has proven possession of the key; any thread}
  Optional<SessionId> peerSession();

  /// {@return whether the handshake is done and `/sys/sessions` was exchanged; any thread}
  boolean isOnline();
}
