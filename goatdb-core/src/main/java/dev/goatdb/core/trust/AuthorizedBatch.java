package dev.goatdb.core.trust;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.core.codec.Bundle;
import dev.goatdb.core.codec.BundleCodec;
import java.util.List;
import java.util.TreeMap;

/// Commits of one bundle that go into the log together. Only this package makes one.
public final class AuthorizedBatch {

  private final Bundle bundle;
  private final List<CommitId> slots;
  private final List<AuthorizedCommit> commits;

  AuthorizedBatch(Bundle bundle, List<CommitId> slots, List<AuthorizedCommit> commits) {
    this.bundle = bundle;
    this.slots = List.copyOf(slots);
    this.commits = List.copyOf(commits);
  }

  /// {@return the batch of the commits of one bundle that were authorized}
  ///
  /// @param bundle the bundle
  /// @param commits some or all of its commits, in the order of its slots
  /// @throws IllegalArgumentException if one is of another bundle
  public static AuthorizedBatch of(VerifiedBundle bundle, List<AuthorizedCommit> commits) {
    for (AuthorizedCommit commit : commits) {
      if (!commit.bundle().id().equals(bundle.bundle().id())) {
        throw new IllegalArgumentException(
            "commit " + commit.commit().id() + " is of another bundle");
      }
    }
    return new AuthorizedBatch(bundle.bundle(), bundle.slots(), commits);
  }

  /// {@return the bundle}
  public Bundle bundle() {
    return bundle;
  }

  /// {@return the ids of all its commits, in order}
  public List<CommitId> slots() {
    return slots;
  }

  /// {@return the commits that go into the log now}
  public List<AuthorizedCommit> commits() {
    return commits;
  }

  /// {@return the bundle as it stands in the log behind these commits}
  public BundleCodec.Stored stored() {
    TreeMap<Integer, CommitId> elsewhere = new TreeMap<>();
    int next = 0;
    for (int slot = 0; slot < slots.size(); slot++) {
      boolean here =
          next < commits.size() && commits.get(next).commit().id().equals(slots.get(slot));
      if (here) {
        next++;
      } else {
        elsewhere.put(slot, slots.get(slot));
      }
    }
    if (next != commits.size()) {
      throw new IllegalStateException("commits are not in the order of the bundle's slots");
    }
    return new BundleCodec.Stored(bundle, elsewhere);
  }
}
