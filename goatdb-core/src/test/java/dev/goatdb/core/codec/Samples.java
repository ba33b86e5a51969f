package dev.goatdb.core.codec;

import dev.goatdb.api.commit.Commit;
import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.CommitTime;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.commit.SessionId;
import dev.goatdb.api.schema.SchemaId;
import dev.goatdb.api.value.RichText;
import dev.goatdb.api.value.Value;
import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// One of everything, always the same.
final class Samples {

  static final RepositoryPath PATH = RepositoryPath.parse("/data/todo");
  static final CommitTime TIME = CommitTime.ofMillis(1_790_000_000_000L);
  static final SchemaId SCHEMA = new SchemaId("task", 1);

  private Samples() {}

  static Map<String, Value> values() {
    Map<String, Value> values = new LinkedHashMap<>();
    values.put("null", Value.NULL);
    values.put("false", new Value.Bool(false));
    values.put("true", new Value.Bool(true));
    values.put("zero", Value.of(0L));
    values.put("twenty-three", Value.of(23L));
    values.put("twenty-four", Value.of(24L));
    values.put("minus one", Value.of(-1L));
    values.put("thousand", Value.of(1000L));
    values.put("minus thousand", Value.of(-1000L));
    values.put("greatest", Value.of(Long.MAX_VALUE));
    values.put("least", Value.of(Long.MIN_VALUE));
    values.put("one and a half", Value.of(1.5));
    values.put("minus zero", Value.of(-0.0));
    values.put("tenth", Value.of(0.1));
    values.put("hundred thousand", Value.of(100_000.0));
    values.put("not a number", Value.of(Double.NaN));
    values.put("minus infinity", Value.of(Double.NEGATIVE_INFINITY));
    values.put("empty text", Value.of(""));
    values.put("goat", Value.of("Ziege \uD83D\uDC10"));
    values.put("bytes", Value.of(new byte[] {1, 2, 3}));
    values.put("list", Value.of(List.of(Value.of(1L), Value.of("a"), Value.NULL)));
    values.put("map", Value.of(Map.of("aa", Value.of(1L), "b", Value.of(2L), "", Value.of(3L))));
    values.put("set", Value.of(Set.of(Value.of("b"), Value.of(-1L), Value.of(10L))));
    values.put("epoch", Value.of(Instant.EPOCH));
    values.put("time", Value.of(Instant.parse("2026-11-23T17:00:00.000000001Z")));
    values.put("before the epoch", Value.of(Instant.parse("1815-12-10T00:00:00Z")));
    values.put(
        "rich text",
        new RichText(
            List.of(
                new RichText.Block(
                    "b0",
                    "heading",
                    "Goats",
                    List.of(new RichText.Mark(0, 2, "bold", Value.of(true)))))));
    return values;
  }

  static CommitId id(int fill) {
    byte[] bytes = new byte[CommitId.BYTES];
    Arrays.fill(bytes, (byte) fill);
    return CommitId.of(bytes);
  }

  static SessionId session(int fill) {
    byte[] bytes = new byte[SessionId.BYTES];
    Arrays.fill(bytes, (byte) fill);
    return SessionId.of(bytes);
  }

  static Map<String, State> states() {
    Map<String, State> states = new LinkedHashMap<>();
    states.put("state empty", State.empty(SCHEMA));
    states.put("state fresh", fresh());
    states.put(
        "state edited", fresh().with(SCHEMA, Map.of("title", Value.of("Oat milk")), TIME.next()));
    states.put(
        "state with a field gone",
        fresh().with(SCHEMA, Map.of("title", Value.NULL), CommitTime.ofMillis(5)));
    states.put(
        "state with a large field",
        fresh().with(SCHEMA, Map.of("body", Value.of("x".repeat(1_100))), TIME));
    states.put("state deleted", fresh().with(SCHEMA, Map.of(State.DELETED, Value.of(true)), TIME));
    return states;
  }

  private static State fresh() {
    return State.empty(SCHEMA)
        .with(
            SCHEMA,
            Map.of(
                "title", Value.of("Milk"),
                "done", Value.of(false),
                "tags", Value.of(Set.of(Value.of("shop")))),
            TIME);
  }

  static Map<String, CommitRecord> commits() {
    Map<String, CommitRecord> commits = new LinkedHashMap<>();
    State state = fresh();
    CommitHeader root =
        new CommitHeader(
            PATH,
            "milk",
            List.of(),
            SCHEMA,
            state.contentHash(TIME),
            null,
            session(7),
            TIME,
            Commit.Kind.EDIT,
            Collections.emptySortedMap());
    CommitRecord first = CommitRecord.of(root, new Body.Full(state), Edits.NONE);
    commits.put("commit root", first);
    Edits edits =
        new Edits(List.of(new Edits.FieldEdits("title", List.of(new Splice(0, 0, "Oat ")))));
    State edited = state.with(SCHEMA, Map.of("title", Value.of("Oat Milk")), TIME.next());
    CommitHeader second =
        new CommitHeader(
            PATH,
            "milk",
            List.of(first.id()),
            SCHEMA,
            edited.contentHash(TIME.next()),
            edits.hash(),
            session(7),
            TIME.next(),
            Commit.Kind.EDIT,
            Collections.emptySortedMap());
    Body delta =
        new Body.Delta(
            first.id(),
            root.content(),
            MemorySegment.ofArray(new byte[] {(byte) 0x81, (byte) 0xa0}));
    commits.put("commit edit, full", CommitRecord.of(second, new Body.Full(edited), edits));
    commits.put("commit edit, as delta", CommitRecord.of(second, delta, edits));
    commits.put("commit edit, hash of edits only", CommitRecord.of(second, delta, Edits.NONE));
    CommitTime later = CommitTime.ofMillis(TIME.millis() + 60_000);
    State gone = edited.with(SCHEMA, Map.of(State.DELETED, Value.of(true)), later);
    TreeMap<Integer, Value> extensions = new TreeMap<>(Map.of(64, Value.of("later")));
    CommitHeader third =
        new CommitHeader(
            PATH,
            "milk",
            List.of(id(1), id(2)),
            SCHEMA,
            gone.contentHash(later),
            null,
            session(8),
            later,
            Commit.Kind.DELETE,
            extensions);
    commits.put(
        "commit deletion with extension", CommitRecord.of(third, new Body.Full(gone), Edits.NONE));
    return commits;
  }

  static Bundle bundle(int count) {
    BundleHeader header =
        new BundleHeader(
            id(3),
            PATH,
            BundleHeader.Algorithm.ED25519,
            session(7),
            Value.Bytes.of(new byte[16]),
            5,
            id(4),
            TIME,
            TIME.next(),
            count,
            id(5));
    byte[] signature = new byte[64];
    Arrays.fill(signature, (byte) 9);
    return Bundle.of(header, Value.Bytes.of(signature), Value.Bytes.of(new byte[16]));
  }

  static BundleCodec.Stored stored() {
    return new BundleCodec.Stored(bundle(3), new TreeMap<>(Map.of(1, id(6))));
  }

  static byte[] sent() {
    byte[] packed = CommitCodec.encode(commits().get("commit root"));
    CborWriter out = new CborWriter();
    BundleCodec.write(
        out,
        new BundleCodec.Sent(
            bundle(2),
            List.of(
                new BundleCodec.Slot.Carried(Value.Bytes.of(packed)),
                new BundleCodec.Slot.Named(id(6)))));
    return out.toByteArray();
  }
}
