package dev.goatdb.core.repository;

import dev.goatdb.api.commit.Commit;
import dev.goatdb.api.commit.CommitTime;
import dev.goatdb.api.error.Refusal;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.codec.CommitHeader;
import dev.goatdb.core.codec.State;
import java.util.List;
import java.util.Optional;

/// What a commit's content must keep to, as far as that needs no merging and no schema: every peer
/// decides alike.
final class AdmissionCheck {

  private AdmissionCheck() {}

  /// A parent and what it says.
  ///
  /// @param time the parent's time
  /// @param state its state
  record Parent(CommitTime time, State state) {}

  /// {@return why the commit may not be in the graph; nothing if it may}
  ///
  /// @param header the commit
  /// @param state its content
  /// @param parents its parents
  static Optional<Refusal> refusal(CommitHeader header, State state, List<Parent> parents) {
    return shape(header, state)
        .or(() -> time(header, parents))
        .or(() -> version(header, parents))
        .or(() -> stamps(header, state, parents));
  }

  private static Optional<Refusal> shape(CommitHeader header, State state) {
    if (header.kind() == Commit.Kind.MERGE) {
      return refuse(header, Refusal.Reason.UNSUPPORTED, "commits of kind MERGE are reserved");
    }
    for (Integer extension : header.extensions().keySet()) {
      if (extension % 2 == 1) {
        return refuse(
            header,
            Refusal.Reason.UNSUPPORTED,
            "extension " + extension + " is critical and unknown");
      }
    }
    if (state.isDeleted() != (header.kind() == Commit.Kind.DELETE)) {
      return refuse(
          header, Refusal.Reason.UNSUPPORTED, "a commit deletes exactly when its kind is DELETE");
    }
    for (String name : state.names()) {
      if (name.startsWith("$") && !isTombstone(name, state.value(name))) {
        return refuse(header, Refusal.Reason.UNSUPPORTED, "field '" + name + "' is reserved");
      }
    }
    return Optional.empty();
  }

  private static boolean isTombstone(String name, Value value) {
    return name.equals(State.DELETED)
        && (value.equals(Value.NULL) || value.equals(new Value.Bool(true)));
  }

  private static Optional<Refusal> time(CommitHeader header, List<Parent> parents) {
    for (Parent parent : parents) {
      if (header.time().compareTo(parent.time()) <= 0) {
        return refuse(
            header,
            Refusal.Reason.TIME,
            "made at %s, not after its parent of %s".formatted(header.time(), parent.time()));
      }
    }
    return Optional.empty();
  }

  private static Optional<Refusal> version(CommitHeader header, List<Parent> parents) {
    for (Parent parent : parents) {
      if (sameName(header, parent)
          && parent.state().schema().version() > header.schema().version()) {
        return refuse(
            header,
            Refusal.Reason.SCHEMA,
            "%s on top of %s".formatted(header.schema(), parent.state().schema()));
      }
    }
    return Optional.empty();
  }

  private static boolean sameName(CommitHeader header, Parent parent) {
    return parent.state().schema().name().equals(header.schema().name());
  }

  /// A field was written by this commit, or it has the greatest write stamp among the parents.
  /// Where the schema version rises, an upgrade may have given it the stamp of another field, or
  /// none.
  private static Optional<Refusal> stamps(CommitHeader header, State state, List<Parent> parents) {
    boolean rises =
        parents.stream().anyMatch(parent -> !parent.state().schema().equals(header.schema()));
    for (String name : state.names()) {
      CommitTime stamp = state.stamp(name);
      if (!stamp.equals(header.time()) && !isInherited(name, stamp, parents, rises)) {
        return refuse(
            header,
            Refusal.Reason.TIME,
            "field '%s' claims to be written at %s, which no parent says".formatted(name, stamp));
      }
    }
    if (parents.size() == 1 && !rises) {
      return changes(header, state, parents.getFirst().state());
    }
    return Optional.empty();
  }

  private static boolean isInherited(
      String name, CommitTime stamp, List<Parent> parents, boolean rises) {
    CommitTime greatest = CommitTime.MIN;
    for (Parent parent : parents) {
      greatest = greatest.max(parent.state().stamp(name));
      if (rises && parent.state().stamps().containsValue(stamp)) {
        return true;
      }
    }
    return stamp.equals(greatest) || (rises && stamp.equals(CommitTime.MIN));
  }

  private static Optional<Refusal> changes(CommitHeader header, State state, State parent) {
    for (String name : parent.names()) {
      if (!state.names().contains(name)) {
        return refuse(header, Refusal.Reason.TIME, "field '" + name + "' lost its write stamp");
      }
    }
    for (String name : state.names()) {
      boolean changed = !state.value(name).equals(parent.value(name));
      if (changed && !state.stamp(name).equals(header.time())) {
        return refuse(
            header, Refusal.Reason.TIME, "field '" + name + "' changed without a write stamp");
      }
    }
    return Optional.empty();
  }

  private static Optional<Refusal> refuse(
      CommitHeader header, Refusal.Reason reason, String message) {
    return Optional.of(new Refusal(reason, header.repository() + "/" + header.key(), message));
  }
}
