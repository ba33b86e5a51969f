package dev.goatdb.api.trust;

import dev.goatdb.api.commit.SessionId;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/// A key pair held by one peer, as the database knows it.
///
/// @param id its name, derived from the public key
/// @param owner the user it belongs to; empty text for an anonymous session
/// @param isRoot whether it is the root session of its database, which rules do not bind
/// @param from when it begins
/// @param until when it ends
public record Session(SessionId id, String owner, boolean isRoot, Instant from, Instant until) {

  /// Checks that nothing is missing.
  public Session {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(until, "until");
  }

  /// {@return the user it belongs to, or nothing for an anonymous session}
  public Optional<String> user() {
    return owner.isEmpty() ? Optional.empty() : Optional.of(owner);
  }
}
