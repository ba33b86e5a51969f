package dev.goatdb.core.codec;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.CommitTime;
import dev.goatdb.api.schema.SchemaId;
import dev.goatdb.api.value.RichText;
import dev.goatdb.api.value.Value;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What an item is at a commit: a schema, the values of its fields, and for every field that was
/// ever written, also one now absent, the time of its last write (its *write stamp*). Immutable.
///
/// Fields lie sorted as in their encoding, in three arrays: an item has few fields, and there are
/// many items.
public final class State {

  /// The reserved field that says that an item is deleted.
  public static final String DELETED = "$deleted";

  /// Encodings longer than this enter the content hash by their own hash, so that an edit of one
  /// field rehashes no large neighbour.
  static final int INLINE_BYTES = 1024;

  private static final byte[] CONTENT_TAG = Sha256.tag("goatdb/state/1");
  private static final byte[] NO_TAG = {};
  private static final String[] NO_NAMES = {};
  private static final Value[] NO_VALUES = {};
  private static final long[] NO_STAMPS = {};

  private final SchemaId schema;
  private final String[] names;
  private final Value[] values;
  private final long[] stamps;

  /// Computed when first asked for, by whoever asks: every thread gets the same number.
  private long estimatedBytes;

  private State(SchemaId schema, String[] names, Value[] values, long[] stamps) {
    this.schema = schema;
    this.names = names;
    this.values = values;
    this.stamps = stamps;
  }

  /// {@return a state without fields}
  public static State empty(SchemaId schema) {
    return new State(schema, NO_NAMES, NO_VALUES, NO_STAMPS);
  }

  /// {@return a state}
  ///
  /// @param schema its schema
  /// @param values the fields that are present; one that holds [Value#NULL] is absent
  /// @param stamps the write stamps; a present field without one has [CommitTime#MIN]
  public static State of(
      SchemaId schema, Map<String, Value> values, Map<String, CommitTime> stamps) {
    TreeMap<String, Value> all = new TreeMap<>(CanonicalOrder.TEXT);
    stamps.keySet().forEach(name -> all.put(name, Value.NULL));
    all.putAll(values);
    all.entrySet()
        .removeIf(e -> e.getValue().equals(Value.NULL) && !stamps.containsKey(e.getKey()));
    String[] names = all.keySet().toArray(String[]::new);
    long[] bits = new long[names.length];
    for (int i = 0; i < names.length; i++) {
      bits[i] = stamps.getOrDefault(names[i], CommitTime.MIN).bits();
    }
    return new State(schema, names, all.values().toArray(Value[]::new), bits);
  }

  /// {@return the schema}
  public SchemaId schema() {
    return schema;
  }

  /// {@return the value of a field, [Value#NULL] if it is absent}
  public Value value(String name) {
    int i = indexOf(name);
    return i < 0 ? Value.NULL : values[i];
  }

  /// {@return the write stamp of a field, [CommitTime#MIN] if it was never written}
  public CommitTime stamp(String name) {
    int i = indexOf(name);
    return i < 0 ? CommitTime.MIN : new CommitTime(stamps[i]);
  }

  /// {@return the names of all fields with a value or a stamp, in canonical order}
  public List<String> names() {
    return Collections.unmodifiableList(Arrays.asList(names));
  }

  /// {@return whether the item is deleted here}
  public boolean isDeleted() {
    return value(DELETED).equals(new Value.Bool(true));
  }

  /// {@return the fields that are present, in canonical order; the reserved field is among them}
  public SortedMap<String, Value> values() {
    TreeMap<String, Value> present = new TreeMap<>(CanonicalOrder.TEXT);
    for (int i = 0; i < names.length; i++) {
      if (isPresent(values[i])) {
        present.put(names[i], values[i]);
      }
    }
    return present;
  }

  /// {@return the write stamps of all fields, in canonical order}
  public SortedMap<String, CommitTime> stamps() {
    TreeMap<String, CommitTime> result = new TreeMap<>(CanonicalOrder.TEXT);
    for (int i = 0; i < names.length; i++) {
      result.put(names[i], new CommitTime(stamps[i]));
    }
    return result;
  }

  /// {@return this state after fields were written}
  ///
  /// @param schema the schema of the new state
  /// @param changes new values; [Value#NULL] removes a field
  /// @param time the stamp of the written fields
  public State with(SchemaId schema, Map<String, Value> changes, CommitTime time) {
    Value[] newValues = values.clone();
    long[] newStamps = stamps.clone();
    TreeMap<String, Value> added = null;
    for (Map.Entry<String, Value> change : changes.entrySet()) {
      int i = indexOf(change.getKey());
      if (i >= 0) {
        newValues[i] = change.getValue();
        newStamps[i] = time.bits();
      } else {
        added = added == null ? new TreeMap<>(CanonicalOrder.TEXT) : added;
        added.put(change.getKey(), change.getValue());
      }
    }
    State written = new State(schema, names, newValues, newStamps);
    return added == null ? written : written.plus(added, time);
  }

  /// Merges sorted new fields into the sorted arrays.
  private State plus(SortedMap<String, Value> added, CommitTime time) {
    int size = names.length + added.size();
    String[] newNames = new String[size];
    Value[] newValues = new Value[size];
    long[] newStamps = new long[size];
    int old = 0;
    int at = 0;
    for (Map.Entry<String, Value> field : added.entrySet()) {
      while (old < names.length && CanonicalOrder.TEXT.compare(names[old], field.getKey()) < 0) {
        newNames[at] = names[old];
        newValues[at] = values[old];
        newStamps[at++] = stamps[old++];
      }
      newNames[at] = field.getKey();
      newValues[at] = field.getValue();
      newStamps[at++] = time.bits();
    }
    int rest = names.length - old;
    System.arraycopy(names, old, newNames, at, rest);
    System.arraycopy(values, old, newValues, at, rest);
    System.arraycopy(stamps, old, newStamps, at, rest);
    return new State(schema, newNames, newValues, newStamps);
  }

  /// {@return the same fields under another schema}
  public State withSchema(SchemaId schema) {
    return new State(schema, names, values, stamps);
  }

  /// {@return the content hash} The commit's time takes part, since stamps are written as
  /// differences to it.
  public CommitId contentHash(CommitTime commitTime) {
    return contentHash(commitTime, new Hasher());
  }

  /// {@return the content hash, as [#contentHash(CommitTime)]}
  ///
  /// @param commitTime the commit's time
  /// @param hasher computes it
  public CommitId contentHash(CommitTime commitTime, Hasher hasher) {
    CborWriter out = hasher.begin();
    out.map(presentCount());
    for (int i = 0; i < names.length; i++) {
      if (isPresent(values[i])) {
        out.text(names[i]);
        writeForHash(out, values[i], hasher);
      }
    }
    writeStamps(out, commitTime);
    return hasher.hash(CONTENT_TAG, out);
  }

  private static void writeForHash(CborWriter out, Value value, Hasher hasher) {
    int start = out.size();
    out.array(2).unsigned(0);
    int valueStart = out.size();
    CanonicalCbor.write(out, value);
    if (out.size() - valueStart > INLINE_BYTES) {
      CommitId hash = hasher.hash(NO_TAG, out.buffer(), valueStart, out.size() - valueStart);
      out.truncate(start).array(2).unsigned(1).id(hash);
    }
  }

  /// Writes the full form: `[values]`, or `[values, stamps]` where a stamp differs from the
  /// commit's time.
  public void write(CborWriter out, CommitTime commitTime) {
    boolean plain = explicitStamps(commitTime) == 0;
    out.array(plain ? 1 : 2).map(presentCount());
    for (int i = 0; i < names.length; i++) {
      if (isPresent(values[i])) {
        out.text(names[i]);
        CanonicalCbor.write(out, values[i]);
      }
    }
    if (!plain) {
      writeStamps(out, commitTime);
    }
  }

  /// Stamps are differences to the commit's time; a present field that was written by the commit
  /// itself needs none.
  private void writeStamps(CborWriter out, CommitTime commitTime) {
    out.map(explicitStamps(commitTime));
    for (int i = 0; i < names.length; i++) {
      if (isExplicit(i, commitTime)) {
        out.text(names[i]).unsigned(commitTime.bits() - stamps[i]);
      }
    }
  }

  private boolean isExplicit(int i, CommitTime commitTime) {
    return stamps[i] != commitTime.bits() || !isPresent(values[i]);
  }

  private int explicitStamps(CommitTime commitTime) {
    int count = 0;
    for (int i = 0; i < names.length; i++) {
      if (isExplicit(i, commitTime)) {
        count++;
      }
    }
    return count;
  }

  private static boolean isPresent(Value value) {
    return !(value instanceof Value.Null);
  }

  private int presentCount() {
    int count = 0;
    for (Value value : values) {
      if (isPresent(value)) {
        count++;
      }
    }
    return count;
  }

  /// Reads the full form.
  ///
  /// @param in at the start of it
  /// @param schema the commit's schema
  /// @param commitTime the commit's time
  public static State read(CborReader in, SchemaId schema, CommitTime commitTime)
      throws CodecException {
    int parts = in.array();
    if (parts < 1 || parts > 2) {
      throw in.error("a state has one or two parts, found " + parts);
    }
    int fields = in.map();
    String[] names = new String[fields];
    Value[] values = new Value[fields];
    long[] stamps = new long[fields];
    Arrays.fill(stamps, commitTime.bits());
    for (int i = 0; i < fields; i++) {
      names[i] = readName(in, i == 0 ? null : names[i - 1]);
      values[i] = readPresent(in);
    }
    State state = new State(schema, names, values, stamps);
    return parts == 1 ? state : state.readStamps(in, commitTime);
  }

  private static String readName(CborReader in, @Nullable String previous) throws CodecException {
    int start = in.offset();
    String name = in.text();
    if (previous != null && CanonicalOrder.TEXT.compare(previous, name) >= 0) {
      throw new CodecException(
          start, "field '" + name + "' is not in canonical order, or twice there");
    }
    return name;
  }

  private static Value readPresent(CborReader in) throws CodecException {
    int start = in.offset();
    Value value = CanonicalCbor.read(in);
    if (value.equals(Value.NULL)) {
      throw new CodecException(start, "an absent field must not be written as null");
    }
    return value;
  }

  private State readStamps(CborReader in, CommitTime commitTime) throws CodecException {
    int start = in.offset();
    int count = in.map();
    if (count == 0) {
      throw new CodecException(start, "empty write stamps must be left out");
    }
    SortedMap<String, CommitTime> times = stamps();
    @Nullable String previous = null;
    for (int i = 0; i < count; i++) {
      int at = in.offset();
      String name = readName(in, previous);
      previous = name;
      long difference = in.unsigned();
      if (Long.compareUnsigned(difference, commitTime.bits()) > 0) {
        throw new CodecException(at, "write stamp of '" + name + "' lies before all time");
      }
      if (difference == 0 && indexOf(name) >= 0) {
        throw new CodecException(at, "write stamp of '" + name + "' must be left out");
      }
      times.put(name, new CommitTime(commitTime.bits() - difference));
    }
    return of(schema, values(), times);
  }

  private int indexOf(String name) {
    for (int i = 0; i < names.length; i++) {
      if (names[i].equals(name)) {
        return i;
      }
    }
    return -1;
  }

  /// {@return about how many bytes this state takes up in memory}
  public long estimatedBytes() {
    long known = estimatedBytes;
    if (known == 0) {
      known = 96;
      for (Value value : values) {
        known += 32 + estimate(value);
      }
      estimatedBytes = known;
    }
    return known;
  }

  private static long estimate(Value value) {
    return switch (value) {
      case Value.Null() -> 0;
      case Value.Bool b -> 16;
      case Value.Int64 i -> 16;
      case Value.Float64 f -> 16;
      case Value.Time t -> 40;
      case Value.Text(String text) -> 56 + text.length();
      case Value.Bytes bytes -> 32 + bytes.size();
      case Value.ListOf(List<Value> list) -> 32 + estimate(list);
      case Value.SetOf(Set<Value> set) -> 64 + 48L * set.size() + estimate(set);
      case Value.MapOf(Map<String, Value> map) ->
          64
              + 104L * map.size()
              + map.keySet().stream().mapToLong(String::length).sum()
              + estimate(map.values());
      case RichText rich -> 64 + 2L * rich.plainText().length();
    };
  }

  private static long estimate(Iterable<Value> values) {
    long bytes = 0;
    for (Value value : values) {
      bytes += 8 + estimate(value);
    }
    return bytes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof State that
        && schema.equals(that.schema)
        && Arrays.equals(names, that.names)
        && Arrays.equals(values, that.values)
        && Arrays.equals(stamps, that.stamps);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(names) + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return schema + values().toString();
  }
}
