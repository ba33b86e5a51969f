package dev.goatdb.core.repository;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.commit.SessionId;
import dev.goatdb.core.codec.Body;
import dev.goatdb.core.codec.CommitHeader;
import dev.goatdb.core.codec.CommitRecord;
import dev.goatdb.core.codec.Edits;
import dev.goatdb.core.codec.Hasher;
import dev.goatdb.core.codec.State;
import dev.goatdb.core.delta.Diff;
import dev.goatdb.core.graph.Node;
import dev.goatdb.core.state.Materializer;
import java.lang.foreign.MemorySegment;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Turns a sealed draft into a commit: its header, its id, and its body as a full state or as a
/// delta, whichever is cheaper to keep. One thread: the writer's.
///
/// A delta's base is always a full state among the ancestors, so a value takes at most two reads. A
/// new full state is written when the deltas since the last one have grown to its size: then they
/// cost at most as much again.
final class CommitWriter {

  /// Smaller states are always written in full: a delta names its base by 64 bytes.
  static final int DELTA_FROM_BYTES = 1024;

  private static final int REMEMBERED_LINES = 1024;

  /// The deltas that lead up to a commit.
  private record Line(CommitId base, CommitId baseContent, long bytes) {}

  private final RepositoryPath repository;
  private final Materializer materializer;
  private final Hasher hasher = new Hasher();
  private final Map<CommitId, Line> lines =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<CommitId, Line> eldest) {
          return size() > REMEMBERED_LINES;
        }
      };

  CommitWriter(RepositoryPath repository, Materializer materializer) {
    this.repository = repository;
    this.materializer = materializer;
  }

  /// {@return the commit of a sealed draft}
  CommitRecord write(Draft draft, SessionId author) {
    State state = draft.state;
    Edits edits = draft.edits();
    List<CommitId> parents = draft.parents();
    CommitHeader header =
        new CommitHeader(
            repository,
            draft.item.key,
            parents,
            state.schema(),
            state.contentHash(draft.time, hasher),
            edits.isEmpty() ? null : edits.hash(),
            author,
            draft.time,
            draft.kind,
            Collections.emptySortedMap());
    CommitId id = header.id(hasher);
    Body body =
        parents.isEmpty() ? new Body.Full(state) : body(id, parents.getFirst(), draft, header);
    return new CommitRecord(id, header, body, edits);
  }

  private Body body(CommitId id, CommitId parent, Draft draft, CommitHeader header) {
    long size = draft.state.estimatedBytes();
    if (size < DELTA_FROM_BYTES) {
      return new Body.Full(draft.state);
    }
    Line line = lines.remove(parent);
    Line known = line != null ? line : lineOf(parent, draft);
    Optional<State> base = known == null ? Optional.empty() : stateOf(known.base());
    if (known == null || base.isEmpty()) {
      lines.put(id, new Line(id, header.content(), 0));
      return new Body.Full(draft.state);
    }
    byte[] patch = Diff.between(base.get(), draft.state, draft.time).encode(draft.time);
    long since = known.bytes() + patch.length;
    if (since > size) {
      lines.put(id, new Line(id, header.content(), 0));
      return new Body.Full(draft.state);
    }
    lines.put(id, new Line(known.base(), known.baseContent(), since));
    return new Body.Delta(
        known.base(), known.baseContent(), MemorySegment.ofArray(patch).asReadOnly());
  }

  private @Nullable Line lineOf(CommitId parent, Draft draft) {
    for (Node head : draft.heads) {
      if (head.id().equals(parent)) {
        CommitRecord snapshot = materializer.snapshotFor(head);
        return snapshot == null || !(snapshot.body() instanceof Body.Full)
            ? null
            : new Line(snapshot.id(), snapshot.header().content(), 0);
      }
    }
    return null;
  }

  private Optional<State> stateOf(CommitId base) {
    return materializer.state(base);
  }
}
