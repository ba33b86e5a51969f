package dev.goatdb.core.trust;

import dev.goatdb.core.codec.Bundle;
import dev.goatdb.core.codec.CommitRecord;

/// A commit that may be in the log: signed by its author, and allowed by the rules. Only this
/// package makes one.
public final class AuthorizedCommit {

  private final CommitRecord commit;
  private final Bundle bundle;

  AuthorizedCommit(CommitRecord commit, Bundle bundle) {
    this.commit = commit;
    this.bundle = bundle;
  }

  /// {@return the commit}
  public CommitRecord commit() {
    return commit;
  }

  /// {@return what it was signed in}
  public Bundle bundle() {
    return bundle;
  }
}
