package dev.goatdb.core.delta;

import dev.goatdb.api.commit.CommitTime;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.codec.CanonicalOrder;
import dev.goatdb.core.codec.Splice;
import dev.goatdb.core.codec.State;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Finds the patch between two states.
public final class Diff {

  private Diff() {}

  /// {@return the patch that turns one state into another}
  ///
  /// @param base the state of an ancestor
  /// @param target the state of the commit
  /// @param time the commit's time
  public static Patch between(State base, State target, CommitTime time) {
    SortedMap<String, FieldPatch> changes = new TreeMap<>(CanonicalOrder.TEXT);
    SortedMap<String, CommitTime> stamps = new TreeMap<>(CanonicalOrder.TEXT);
    Set<String> known = new LinkedHashSet<>(target.names());
    for (String name : base.names()) {
      if (!known.contains(name)) {
        changes.put(name, new FieldPatch.Forget());
      }
    }
    for (String name : known) {
      Value before = base.value(name);
      Value after = target.value(name);
      boolean changed = !before.equals(after);
      if (changed) {
        changes.put(name, change(before, after));
      }
      CommitTime implied = changed ? time : base.stamp(name);
      boolean isNew = !changed && !base.names().contains(name);
      if (isNew || !implied.equals(target.stamp(name))) {
        stamps.put(name, target.stamp(name));
      }
    }
    return new Patch(changes, stamps);
  }

  private static FieldPatch change(Value before, Value after) {
    if (after.equals(Value.NULL)) {
      return new FieldPatch.Remove();
    }
    if (before instanceof Value.Text(String old) && after instanceof Value.Text(String now)) {
      return new FieldPatch.Text(splices(old, now));
    }
    if (before instanceof Value.SetOf(Set<Value> old)
        && after instanceof Value.SetOf(Set<Value> now)) {
      return new FieldPatch.Elements(minus(old, now), minus(now, old));
    }
    if (before instanceof Value.MapOf(Map<String, Value> old)
        && after instanceof Value.MapOf(Map<String, Value> now)) {
      return new FieldPatch.Entries(entries(old, now));
    }
    return new FieldPatch.Put(after);
  }

  private static List<Splice> splices(String old, String now) {
    return TextDiff.between(old, now).stream()
        .map(edit -> new Splice(edit.position(), edit.deleted(), edit.inserted()))
        .toList();
  }

  private static Set<Value> minus(Set<Value> from, Set<Value> what) {
    Set<Value> result = new LinkedHashSet<>(from);
    result.removeAll(what);
    return result;
  }

  private static SortedMap<String, FieldPatch> entries(
      Map<String, Value> old, Map<String, Value> now) {
    SortedMap<String, FieldPatch> changes = new TreeMap<>(CanonicalOrder.TEXT);
    for (String key : old.keySet()) {
      if (!now.containsKey(key)) {
        changes.put(key, new FieldPatch.Remove());
      }
    }
    now.forEach((key, value) -> {
      Value before = old.get(key);
      if (before == null) {
        changes.put(key, new FieldPatch.Put(value));
      } else if (!before.equals(value)) {
        // An entry may hold null; a removal would take the entry away.
        boolean plain = value.equals(Value.NULL);
        changes.put(key, plain ? new FieldPatch.Put(value) : change(before, value));
      }
    });
    return changes;
  }
}
