package dev.goatdb.core.delta;

import dev.goatdb.api.commit.CommitTime;
import dev.goatdb.api.schema.SchemaId;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.codec.CanonicalOrder;
import dev.goatdb.core.codec.CborReader;
import dev.goatdb.core.codec.CborWriter;
import dev.goatdb.core.codec.CodecException;
import dev.goatdb.core.codec.State;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The difference between the state of an ancestor and the state of a commit: `[changes]` or
/// `[changes, stamps]`.
///
/// A changed field has the commit's time as its write stamp, every other the base's, unless
/// `stamps` says otherwise, as a difference to the commit's time.
public final class Patch {

  private final SortedMap<String, FieldPatch> changes;
  private final SortedMap<String, CommitTime> stamps;

  Patch(SortedMap<String, FieldPatch> changes, SortedMap<String, CommitTime> stamps) {
    this.changes = changes;
    this.stamps = stamps;
  }

  /// {@return the bytes of this patch}
  ///
  /// @param time the commit's time
  public byte[] encode(CommitTime time) {
    CborWriter out = new CborWriter();
    out.array(stamps.isEmpty() ? 1 : 2);
    FieldPatch.writeAll(out, changes);
    if (!stamps.isEmpty()) {
      out.map(stamps.size());
      stamps.forEach((name, stamp) -> out.text(name).unsigned(time.bits() - stamp.bits()));
    }
    return out.toByteArray();
  }

  /// {@return the patch of bytes}
  ///
  /// @param bytes exactly one patch
  /// @param time the commit's time
  /// @throws CodecException if they are not canonical
  public static Patch decode(byte[] bytes, CommitTime time) throws CodecException {
    CborReader in = new CborReader(bytes);
    int parts = in.array();
    if (parts < 1 || parts > 2) {
      throw in.error("a patch has one or two parts, found " + parts);
    }
    SortedMap<String, FieldPatch> changes = FieldPatch.readAll(in, 0);
    SortedMap<String, CommitTime> stamps = new TreeMap<>(CanonicalOrder.TEXT);
    if (parts == 2) {
      readStamps(in, time, stamps);
    }
    in.requireEnd();
    return new Patch(changes, stamps);
  }

  private static void readStamps(
      CborReader in, CommitTime time, SortedMap<String, CommitTime> stamps) throws CodecException {
    int count = in.map();
    for (int i = 0; i < count; i++) {
      String name = in.text();
      if (!stamps.isEmpty() && CanonicalOrder.TEXT.compare(stamps.lastKey(), name) >= 0) {
        throw in.error("write stamp of '" + name + "' is not in canonical order, or twice there");
      }
      long difference = in.unsigned();
      if (Long.compareUnsigned(difference, time.bits()) > 0) {
        throw in.error("write stamp of '" + name + "' lies before all time");
      }
      stamps.put(name, new CommitTime(time.bits() - difference));
    }
  }

  /// {@return the state of the commit}
  ///
  /// @param base the state of the ancestor
  /// @param schema the commit's schema
  /// @param time the commit's time
  /// @throws CodecException if this patch does not fit the base
  public State applyTo(State base, SchemaId schema, CommitTime time) throws CodecException {
    SortedMap<String, Value> values = base.values();
    SortedMap<String, CommitTime> times = base.stamps();
    for (Map.Entry<String, FieldPatch> change : changes.entrySet()) {
      String name = change.getKey();
      if (change.getValue() instanceof FieldPatch.Forget) {
        values.remove(name);
        times.remove(name);
        continue;
      }
      Value before = values.getOrDefault(name, Value.NULL);
      values.put(name, change.getValue().applyTo(before));
      times.put(name, time);
    }
    times.putAll(stamps);
    return State.of(schema, values, times);
  }
}
