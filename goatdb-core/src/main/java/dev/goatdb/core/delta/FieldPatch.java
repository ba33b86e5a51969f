package dev.goatdb.core.delta;

import dev.goatdb.api.value.Value;
import dev.goatdb.core.codec.CanonicalCbor;
import dev.goatdb.core.codec.CanonicalOrder;
import dev.goatdb.core.codec.CborReader;
import dev.goatdb.core.codec.CborWriter;
import dev.goatdb.core.codec.CodecException;
import dev.goatdb.core.codec.Splice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// What happens to one field.
sealed interface FieldPatch {

  /// The field holds another value.
  record Put(Value value) implements FieldPatch {}

  /// The field is absent; its write stamp stays.
  record Remove() implements FieldPatch {}

  /// The field was never written, as far as the new state knows.
  record Forget() implements FieldPatch {}

  /// A text is changed in places; positions count in the base, ascending.
  record Text(List<Splice> splices) implements FieldPatch {
    public Text {
      splices = List.copyOf(splices);
    }
  }

  /// A set loses and gains elements.
  record Elements(Set<Value> removed, Set<Value> added) implements FieldPatch {}

  /// A map's entries change; each change is one of the forms above but [Forget].
  record Entries(SortedMap<String, FieldPatch> changes) implements FieldPatch {}

  int PUT = 0;
  int REMOVE = 1;
  int FORGET = 2;
  int TEXT = 3;
  int ELEMENTS = 4;
  int ENTRIES = 5;

  /// Writes this patch.
  default void write(CborWriter out) {
    switch (this) {
      case Put(Value value) -> CanonicalCbor.write(out.array(2).unsigned(PUT), value);
      case Remove() -> out.array(1).unsigned(REMOVE);
      case Forget() -> out.array(1).unsigned(FORGET);
      case Text(List<Splice> splices) -> {
        out.array(1 + splices.size()).unsigned(TEXT);
        splices.forEach(
            s -> out.array(3).unsigned(s.at()).unsigned(s.deleted()).text(s.inserted()));
      }
      case Elements(Set<Value> removed, Set<Value> added) -> {
        out.array(3).unsigned(ELEMENTS);
        CanonicalCbor.write(out, new Value.SetOf(removed));
        CanonicalCbor.write(out, new Value.SetOf(added));
      }
      case Entries(SortedMap<String, FieldPatch> changes) -> {
        out.array(2).unsigned(ENTRIES);
        writeAll(out, changes);
      }
    }
  }

  /// Writes patches by name.
  static void writeAll(CborWriter out, SortedMap<String, FieldPatch> changes) {
    out.map(changes.size());
    changes.forEach((name, patch) -> patch.write(out.text(name)));
  }

  /// Reads patches by name.
  static SortedMap<String, FieldPatch> readAll(CborReader in, int depth) throws CodecException {
    if (depth > CanonicalCbor.MAX_DEPTH) {
      throw in.error("nested more than " + CanonicalCbor.MAX_DEPTH + " deep");
    }
    int count = in.map();
    SortedMap<String, FieldPatch> changes = new TreeMap<>(CanonicalOrder.TEXT);
    for (int i = 0; i < count; i++) {
      String name = in.text();
      if (!changes.isEmpty() && CanonicalOrder.TEXT.compare(changes.lastKey(), name) >= 0) {
        throw in.error("'" + name + "' is not in canonical order, or twice there");
      }
      changes.put(name, read(in, depth));
    }
    return changes;
  }

  private static FieldPatch read(CborReader in, int depth) throws CodecException {
    int length = in.array();
    int form = in.unsigned(ENTRIES, "form of a patch");
    int expected =
        switch (form) {
          case REMOVE, FORGET -> 1;
          case PUT, ENTRIES -> 2;
          case ELEMENTS -> 3;
          default -> Math.max(length, 2);
        };
    if (length != expected) {
      throw in.error("a patch of form " + form + " with " + length + " parts");
    }
    return switch (form) {
      case PUT -> new Put(CanonicalCbor.read(in));
      case REMOVE -> new Remove();
      case FORGET -> new Forget();
      case TEXT -> readText(in, length - 1);
      case ELEMENTS -> new Elements(readSet(in), readSet(in));
      default -> new Entries(readAll(in, depth + 1));
    };
  }

  private static Set<Value> readSet(CborReader in) throws CodecException {
    if (CanonicalCbor.read(in) instanceof Value.SetOf(Set<Value> elements)) {
      return elements;
    }
    throw in.error("expected a set");
  }

  private static Text readText(CborReader in, int count) throws CodecException {
    List<Splice> splices = new ArrayList<>(Math.min(count, 1024));
    for (int i = 0; i < count; i++) {
      in.array(3);
      int at = in.unsigned(Integer.MAX_VALUE, "position");
      int deleted = in.unsigned(Integer.MAX_VALUE, "deleted code points");
      String inserted = in.text();
      if (deleted == 0 && inserted.isEmpty()) {
        throw in.error("a splice that does nothing");
      }
      splices.add(new Splice(at, deleted, inserted));
    }
    return new Text(splices);
  }

  /// {@return the value after this patch; [Value#NULL] if there is none}
  ///
  /// @throws CodecException if the patch does not fit the value
  default Value applyTo(Value base) throws CodecException {
    return switch (this) {
      case Put(Value value) -> value;
      case Remove r -> Value.NULL;
      case Forget f -> Value.NULL;
      case Text(List<Splice> splices) -> {
        if (base instanceof Value.Text(String text)) {
          yield new Value.Text(Splices.applyToBase(text, splices));
        }
        throw misfit("text", base);
      }
      case Elements(Set<Value> removed, Set<Value> added) -> {
        if (base instanceof Value.SetOf(Set<Value> elements)) {
          Set<Value> result = new LinkedHashSet<>(elements);
          result.removeAll(removed);
          result.addAll(added);
          yield new Value.SetOf(result);
        }
        throw misfit("set", base);
      }
      case Entries(SortedMap<String, FieldPatch> changes) -> {
        if (base instanceof Value.MapOf(Map<String, Value> entries)) {
          yield applyEntries(entries, changes);
        }
        throw misfit("map", base);
      }
    };
  }

  private static Value applyEntries(
      Map<String, Value> entries, SortedMap<String, FieldPatch> changes) throws CodecException {
    Map<String, Value> result = new LinkedHashMap<>(entries);
    for (Map.Entry<String, FieldPatch> change : changes.entrySet()) {
      if (change.getValue() instanceof Remove) {
        result.remove(change.getKey());
      } else {
        Value before = result.getOrDefault(change.getKey(), Value.NULL);
        result.put(change.getKey(), change.getValue().applyTo(before));
      }
    }
    return new Value.MapOf(result);
  }

  private static CodecException misfit(String kind, Value base) {
    return new CodecException(
        0, "a patch of a " + kind + " on a value that is a " + base.getClass().getSimpleName());
  }
}
