package dev.goatdb.core.merge;

import dev.goatdb.api.commit.CommitTime;
import dev.goatdb.api.schema.Document;
import dev.goatdb.api.schema.Schema;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.codec.State;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Brings states to a later version of their schema.
public final class Upgrades {

  private Upgrades() {}

  /// {@return a state in the version of a schema}, or nothing if there is no way. A state of that
  /// or a later version stays as it is.
  ///
  /// A field whose name and value the upgrade keeps keeps its write stamp. Any other field that it
  /// yields gets the greatest stamp among the fields that it changed or removed; the least of all
  /// stamps, if there are none: then it is a default, which everybody's edit beats. Reserved fields
  /// are kept.
  ///
  /// @param state a state of any version of the schema
  /// @param schema the version to reach
  /// @throws IllegalArgumentException if the state belongs to a schema of another name
  public static Optional<State> upgrade(State state, Schema<?> schema) {
    if (!state.schema().name().equals(schema.id().name())) {
      throw new IllegalArgumentException(state.schema() + " is no version of " + schema.id());
    }
    if (state.schema().version() >= schema.id().version()) {
      return Optional.of(state);
    }
    Map<String, Value> before = new HashMap<>(state.values());
    before.keySet().removeIf(Upgrades::isReserved);
    return schema
        .upgrade(Document.of(state.schema(), before))
        .map(document -> stamped(state, before, document));
  }

  private static State stamped(State state, Map<String, Value> before, Document document) {
    Map<String, Value> after = new HashMap<>(document.values());
    Map<String, CommitTime> stamps = new HashMap<>();
    CommitTime changed = CommitTime.MIN;
    for (String name : state.names()) {
      if (isReserved(name)) {
        after.put(name, state.value(name));
        stamps.put(name, state.stamp(name));
      } else if (Objects.equals(before.get(name), after.get(name))) {
        stamps.put(name, state.stamp(name));
      } else {
        changed = changed.max(state.stamp(name));
      }
    }
    for (String name : after.keySet()) {
      stamps.putIfAbsent(name, changed);
    }
    return State.of(document.schema(), after, stamps);
  }

  private static boolean isReserved(String name) {
    return name.startsWith("$");
  }
}
