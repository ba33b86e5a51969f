package dev.goatdb.core.trust;

import dev.goatdb.api.commit.SessionId;
import java.util.Optional;

/// Knows the sessions that the root registered. Any thread.
@FunctionalInterface
public interface SessionDirectory {

  /// {@return a session, or nothing if the root has not registered it, as far as is known here}
  Optional<SessionRecord> find(SessionId id);
}
