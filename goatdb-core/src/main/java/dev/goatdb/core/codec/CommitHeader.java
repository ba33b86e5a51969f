package dev.goatdb.core.codec;

import dev.goatdb.api.commit.Commit;
import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.CommitTime;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.commit.SessionId;
import dev.goatdb.api.schema.SchemaId;
import dev.goatdb.api.value.Value;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a commit's id is the hash of.
///
/// @param repository where the commit lies
/// @param key the item
/// @param parents ids, ascending, distinct
/// @param schema the schema of the content
/// @param content hash of the state
/// @param edits hash of the recorded operations, or null if there are none
/// @param author the session that made it
/// @param time when
/// @param kind what it does
/// @param extensions values under keys of 64 and above; a reader that does not know an even one
///   keeps it, an odd one it refuses
public record CommitHeader(
    RepositoryPath repository,
    String key,
    List<CommitId> parents,
    SchemaId schema,
    CommitId content,
    @Nullable CommitId edits,
    SessionId author,
    CommitTime time,
    Commit.Kind kind,
    SortedMap<Integer, Value> extensions) {

  /// The only version of this format.
  public static final int FORMAT_VERSION = 1;

  /// Least key of an extension.
  public static final int FIRST_EXTENSION = 64;

  /// Most characters of an item's key.
  public static final int MAX_KEY_LENGTH = 255;

  /// Most parents of one commit.
  public static final int MAX_PARENTS = 16;

  private static final byte[] TAG = Sha256.tag("goatdb/commit/1");

  /// Copies the collections.
  public CommitHeader {
    parents = List.copyOf(parents);
    extensions =
        extensions.isEmpty()
            ? Collections.emptySortedMap()
            : Collections.unmodifiableSortedMap(new TreeMap<>(extensions));
  }

  /// {@return the commit's name}
  public CommitId id() {
    return id(new Hasher());
  }

  /// {@return the commit's name}
  ///
  /// @param hasher computes it
  public CommitId id(Hasher hasher) {
    CborWriter out = hasher.begin();
    write(out);
    return hasher.hash(TAG, out);
  }

  private void write(CborWriter out) {
    out.map((edits == null ? 9 : 10) + extensions.size());
    out.unsigned(1).unsigned(FORMAT_VERSION);
    out.unsigned(2).text(repository.toString());
    out.unsigned(3).text(key);
    out.unsigned(4).array(parents.size());
    parents.forEach(out::id);
    out.unsigned(5).array(2).text(schema.name()).unsigned(schema.version());
    out.unsigned(6).id(content);
    if (edits != null) {
      out.unsigned(7).id(edits);
    }
    out.unsigned(8).session(author);
    out.unsigned(9).unsigned(time.bits());
    out.unsigned(10).unsigned(kind.ordinal());
    writeExtensions(out);
  }

  void writeExtensions(CborWriter out) {
    if (!extensions.isEmpty()) {
      extensions.forEach((number, value) -> {
        out.unsigned(number);
        CanonicalCbor.write(out, value);
      });
    }
  }

  /// {@return the facts, for the application}
  public Commit toCommit(CommitId id) {
    return new Commit(id, repository, key, parents, schema, author, time, kind);
  }
}
