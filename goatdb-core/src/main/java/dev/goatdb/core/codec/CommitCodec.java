package dev.goatdb.core.codec;

import dev.goatdb.api.commit.Commit;
import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.CommitTime;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.commit.SessionId;
import dev.goatdb.api.schema.SchemaId;
import dev.goatdb.api.value.Value;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A commit and its bytes in a log or a frame: a map with the keys of the header, less what the
/// context gives (the repository, the format version), less what the body implies (the content hash
/// of a full state, the hash of edits that are there), and
///
/// | key | what |
/// | --- | --- |
/// | 20 | the full state |
/// | 21 | `[base id, base content hash, patch]` |
/// | 22 | the recorded operations |
///
/// The id is not in the bytes; it is computed, so bytes cannot claim a name that is not theirs.
public final class CommitCodec {

  private static final int KEY = 3;
  private static final int PARENTS = 4;
  private static final int SCHEMA = 5;
  private static final int CONTENT = 6;
  private static final int EDITS_HASH = 7;
  private static final int AUTHOR = 8;
  private static final int TIME = 9;
  private static final int KIND = 10;
  private static final int FULL = 20;
  private static final int DELTA = 21;
  private static final int EDITS = 22;

  private CommitCodec() {}

  /// {@return the bytes of a commit}
  public static byte[] encode(CommitRecord commit) {
    CborWriter out = new CborWriter(320);
    write(out, commit);
    return out.toByteArray();
  }

  /// Writes a commit.
  public static void write(CborWriter out, CommitRecord commit) {
    CommitHeader header = commit.header();
    boolean full = commit.body() instanceof Body.Full;
    boolean edits = !commit.edits().isEmpty();
    boolean editsHash = header.edits() != null && !edits;
    boolean parents = !header.parents().isEmpty();
    boolean kind = header.kind() != Commit.Kind.EDIT;
    int entries = 5 + count(parents) + count(!full) + count(editsHash) + count(kind) + count(edits);
    out.map(entries + header.extensions().size());
    out.unsigned(KEY).text(header.key());
    if (parents) {
      out.unsigned(PARENTS).array(header.parents().size());
      header.parents().forEach(out::id);
    }
    out.unsigned(SCHEMA).array(2).text(header.schema().name()).unsigned(header.schema().version());
    if (!full) {
      out.unsigned(CONTENT).id(header.content());
    }
    if (header.edits() != null && !edits) {
      out.unsigned(EDITS_HASH).id(header.edits());
    }
    out.unsigned(AUTHOR).session(header.author());
    out.unsigned(TIME).unsigned(header.time().bits());
    if (kind) {
      out.unsigned(KIND).unsigned(header.kind().ordinal());
    }
    writeBody(out, commit);
    header.writeExtensions(out);
  }

  private static int count(boolean present) {
    return present ? 1 : 0;
  }

  private static void writeBody(CborWriter out, CommitRecord commit) {
    switch (commit.body()) {
      case Body.Full(State state) -> state.write(out.unsigned(FULL), commit.header().time());
      case Body.Delta(CommitId base, CommitId baseContent, MemorySegment patch) ->
          out.unsigned(DELTA)
              .array(3)
              .id(base)
              .id(baseContent)
              .bytes(patch.toArray(ValueLayout.JAVA_BYTE));
    }
    if (!commit.edits().isEmpty()) {
      commit.edits().write(out.unsigned(EDITS));
    }
  }

  /// {@return the commit of bytes}
  ///
  /// @param bytes exactly one commit
  /// @param repository where it lies
  /// @throws CodecException if they are not canonical, or of a kind that is unknown
  public static CommitRecord decode(byte[] bytes, RepositoryPath repository) throws CodecException {
    Fields fields = new Fields(repository);
    CborReader in = new CborReader(bytes);
    fields.read(in, true);
    in.requireEnd();
    return fields.toRecord(in);
  }

  /// {@return the facts of a commit, without its body}
  ///
  /// Reads no further than the header; the id is the caller's claim.
  ///
  /// @param bytes exactly one commit
  /// @param repository where it lies
  /// @param id its name
  /// @throws CodecException if the header is not canonical
  public static Commit decodeFacts(byte[] bytes, RepositoryPath repository, CommitId id)
      throws CodecException {
    Fields fields = new Fields(repository);
    CborReader in = new CborReader(bytes);
    fields.read(in, false);
    return fields.toFacts(in, id);
  }

  /// What was read so far. One use.
  private static final class Fields {
    private final RepositoryPath repository;
    private @Nullable String key;
    private List<CommitId> parents = List.of();
    private @Nullable SchemaId schema;
    private @Nullable CommitId content;
    private @Nullable CommitId editsHash;
    private @Nullable SessionId author;
    private @Nullable CommitTime time;
    private Commit.Kind kind = Commit.Kind.EDIT;
    private @Nullable Body body;
    private Edits edits = Edits.NONE;
    private final SortedMap<Integer, Value> extensions = new TreeMap<>();

    Fields(RepositoryPath repository) {
      this.repository = repository;
    }

    void read(CborReader in, boolean withBody) throws CodecException {
      int entries = in.map();
      int previous = -1;
      for (int i = 0; i < entries; i++) {
        int start = in.offset();
        int number = in.unsigned(Integer.MAX_VALUE, "key");
        if (number <= previous) {
          throw new CodecException(
              start, "key " + number + " is not in canonical order, or twice there");
        }
        if (number >= FULL && !withBody) {
          return;
        }
        previous = number;
        readField(in, number);
      }
    }

    private void readField(CborReader in, int number) throws CodecException {
      switch (number) {
        case KEY -> key = readKey(in);
        case PARENTS -> parents = readParents(in);
        case SCHEMA -> schema = readSchema(in);
        case CONTENT -> content = in.id();
        case EDITS_HASH -> editsHash = in.id();
        case AUTHOR -> author = in.session();
        case TIME -> time = new CommitTime(in.unsigned());
        case KIND -> kind = readKind(in);
        case FULL -> {
          State state = State.read(in, require(in, schema, "schema"), require(in, time, "time"));
          refuse(in, content, "a full state implies its content hash");
          content = state.contentHash(require(in, time, "time"));
          body = new Body.Full(state);
        }
        case DELTA -> {
          in.array(3);
          refuse(in, body, "a commit has one body");
          body = new Body.Delta(in.id(), in.id(), MemorySegment.ofArray(in.bytes()).asReadOnly());
        }
        case EDITS -> {
          edits = Edits.read(in);
          refuse(in, editsHash, "edits imply their hash");
          editsHash = edits.hash();
        }
        default -> readExtension(in, number);
      }
    }

    private static void refuse(CborReader in, @Nullable Object present, String reason)
        throws CodecException {
      if (present != null) {
        throw in.error(reason);
      }
    }

    private static <T> T require(CborReader in, @Nullable T field, String name)
        throws CodecException {
      if (field == null) {
        throw in.error("a commit without " + name);
      }
      return field;
    }

    private static String readKey(CborReader in) throws CodecException {
      String key = in.text();
      if (key.isEmpty() || key.length() > CommitHeader.MAX_KEY_LENGTH) {
        throw in.error("an item's key has 1 to " + CommitHeader.MAX_KEY_LENGTH + " characters");
      }
      return key;
    }

    private static List<CommitId> readParents(CborReader in) throws CodecException {
      int count = in.array();
      if (count == 0 || count > CommitHeader.MAX_PARENTS) {
        throw in.error("a list of 1 to " + CommitHeader.MAX_PARENTS + " parents, found " + count);
      }
      List<CommitId> parents = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        CommitId parent = in.id();
        if (i > 0 && parents.getLast().compareTo(parent) >= 0) {
          throw in.error("parents are not in ascending order, or twice there");
        }
        parents.add(parent);
      }
      return parents;
    }

    private static SchemaId readSchema(CborReader in) throws CodecException {
      int start = in.offset();
      in.array(2);
      String name = in.text();
      int version = in.unsigned(Integer.MAX_VALUE, "schema version");
      try {
        return new SchemaId(name, version);
      } catch (IllegalArgumentException e) {
        throw new CodecException(start, "schema: " + e.getMessage());
      }
    }

    private static Commit.Kind readKind(CborReader in) throws CodecException {
      int number = in.unsigned(Commit.Kind.values().length - 1, "kind");
      if (number == 0) {
        throw in.error("the kind EDIT must be left out");
      }
      return Commit.Kind.values()[number];
    }

    private void readExtension(CborReader in, int number) throws CodecException {
      if (number < CommitHeader.FIRST_EXTENSION) {
        throw in.error("unknown key " + number);
      }
      extensions.put(number, CanonicalCbor.read(in));
    }

    CommitRecord toRecord(CborReader in) throws CodecException {
      CommitHeader header =
          new CommitHeader(
              repository,
              require(in, key, "key"),
              parents,
              require(in, schema, "schema"),
              require(in, content, "content hash"),
              editsHash,
              require(in, author, "author"),
              require(in, time, "time"),
              kind,
              extensions);
      return CommitRecord.of(header, require(in, body, "body"), edits);
    }

    Commit toFacts(CborReader in, CommitId id) throws CodecException {
      return new Commit(
          id,
          repository,
          require(in, key, "key"),
          parents,
          require(in, schema, "schema"),
          require(in, author, "author"),
          require(in, time, "time"),
          kind);
    }
  }
}
