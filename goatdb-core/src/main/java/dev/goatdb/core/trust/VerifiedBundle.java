package dev.goatdb.core.trust;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.trust.Session;
import dev.goatdb.core.codec.Bundle;
import java.util.List;

/// A bundle whose signature and tree verify. Only [Verifier] makes one.
public final class VerifiedBundle {

  private final Bundle bundle;
  private final Session session;
  private final List<CommitId> slots;

  VerifiedBundle(Bundle bundle, Session session, List<CommitId> slots) {
    this.bundle = bundle;
    this.session = session;
    this.slots = List.copyOf(slots);
  }

  /// {@return the bundle}
  public Bundle bundle() {
    return bundle;
  }

  /// {@return who signed it}
  public Session session() {
    return session;
  }

  /// {@return the ids of its commits, in order}
  public List<CommitId> slots() {
    return slots;
  }
}
