package dev.goatdb.core.trust;

import dev.goatdb.api.trust.Session;
import dev.goatdb.core.codec.CommitRecord;

/// A commit whose author signed it: it is a member of a bundle whose signature verifies. Only
/// [Verifier] makes one.
public final class VerifiedCommit {

  private final CommitRecord commit;
  private final VerifiedBundle bundle;

  VerifiedCommit(CommitRecord commit, VerifiedBundle bundle) {
    this.commit = commit;
    this.bundle = bundle;
  }

  /// {@return the commit}
  public CommitRecord commit() {
    return commit;
  }

  /// {@return what it was signed in}
  public VerifiedBundle bundle() {
    return bundle;
  }

  /// {@return who made it}
  public Session session() {
    return bundle.session();
  }
}
