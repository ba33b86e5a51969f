package dev.goatdb.core.state;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.CommitTime;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.spi.storage.CommitLog;
import dev.goatdb.core.codec.Body;
import dev.goatdb.core.codec.CodecException;
import dev.goatdb.core.codec.CommitCodec;
import dev.goatdb.core.codec.CommitHeader;
import dev.goatdb.core.codec.CommitRecord;
import dev.goatdb.core.codec.Edits;
import dev.goatdb.core.codec.State;
import dev.goatdb.core.delta.Patch;
import dev.goatdb.core.graph.Node;
import dev.goatdb.core.merge.MergeResult;
import dev.goatdb.core.merge.Merger;
import dev.goatdb.core.merge.StateSource;
import dev.goatdb.core.observe.Observer;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Makes values out of what is in one repository's log. Any thread.
public final class Materializer implements StateSource {

  private static final long REMEMBERED_FROM_BYTES = 1024;

  private final RepositoryPath repository;
  private final CommitLog log;
  private final Merger merger;
  private final StateCache cache;
  private final Observer observer;
  private final Consumer<String> warnings;

  /// @param repository whose log it is
  /// @param log where the bodies are
  /// @param merger merges several heads
  /// @param cache remembers states
  /// @param observer hears of merges
  /// @param warnings hears of damage, one line each
  public Materializer(
      RepositoryPath repository,
      CommitLog log,
      Merger merger,
      StateCache cache,
      Observer observer,
      Consumer<String> warnings) {
    this.repository = repository;
    this.log = log;
    this.merger = merger;
    this.cache = cache;
    this.observer = observer;
    this.warnings = warnings;
  }

  /// Remembers the state of a commit.
  public void keep(CommitId id, State state) {
    cache.keep(id, state);
  }

  /// Remembers the state of a commit, if it is of a size that is worth it: reading a small one from
  /// the log takes a few microseconds, and the values of items are cached elsewhere.
  public void remember(CommitId id, State state) {
    if (state.estimatedBytes() >= REMEMBERED_FROM_BYTES) {
      cache.keep(id, state);
    }
  }

  /// {@return the value of some heads of one item}
  public MergeResult value(List<Node> heads) {
    if (heads.size() < 2) {
      return merger.merge(heads, this);
    }
    long start = observer.start();
    MergeResult value = merger.merge(heads, this);
    observer.merged(repository, heads.size(), start);
    return value;
  }

  /// {@return the state at a commit, or nothing if its bytes, or its base's, are not there or are
  /// damaged}
  ///
  /// Damaged bytes count as absent: a merge on top of them is incomplete, never wrong.
  @Override
  public Optional<State> state(Node node) {
    return state(node.id());
  }

  /// {@return the state at a commit, as [#state(Node)]}
  public Optional<State> state(CommitId id) {
    State cached = cache.find(id);
    if (cached != null) {
      return Optional.of(cached);
    }
    try {
      Optional<CommitRecord> commit = record(id);
      return commit.isEmpty() ? Optional.empty() : Optional.of(stateOf(commit.get()));
    } catch (IOException | CodecException e) {
      warnings.accept("%s: commit %s cannot be read: %s".formatted(repository, id, e.getMessage()));
      return Optional.empty();
    }
  }

  /// {@return the operations that a commit recorded; nothing if only their hash is left, or its
  /// bytes are not there or are damaged}
  @Override
  public Optional<Edits> edits(Node node) {
    try {
      return record(node.id())
          .filter(commit -> commit.header().edits() == null || !commit.edits().isEmpty())
          .map(CommitRecord::edits);
    } catch (IOException | CodecException e) {
      warnings.accept(
          "%s: commit %s cannot be read: %s".formatted(repository, node.id(), e.getMessage()));
      return Optional.empty();
    }
  }

  /// {@return a commit from the log, its id checked, or nothing if it is not there}
  ///
  /// @throws IOException if the log cannot be read
  /// @throws CodecException if the bytes are not those of this commit
  public Optional<CommitRecord> record(CommitId id) throws IOException, CodecException {
    Optional<MemorySegment> bytes = log.read(id);
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    CommitRecord commit =
        CommitCodec.decode(bytes.get().toArray(ValueLayout.JAVA_BYTE), repository);
    if (!commit.id().equals(id)) {
      throw new CodecException(0, "bytes of commit " + commit.id() + " under the name " + id);
    }
    return Optional.of(commit);
  }

  /// {@return the state of a commit, remembered from now on}
  ///
  /// @throws IOException if the log cannot be read
  /// @throws CodecException if its delta does not give the content that its id is the hash of, or
  ///   its base is not there
  public State stateOf(CommitRecord commit) throws IOException, CodecException {
    State state =
        switch (commit.body()) {
          case Body.Full(State full) -> full;
          case Body.Delta delta -> apply(commit.header(), delta, baseOf(delta));
        };
    remember(commit.id(), state);
    return state;
  }

  /// {@return the state that a delta gives}
  ///
  /// @param header the commit's header
  /// @param delta its body
  /// @param base the state of the delta's base
  /// @throws CodecException if the delta does not give the content that the commit's id is the hash
  ///   of
  public static State apply(CommitHeader header, Body.Delta delta, State base)
      throws CodecException {
    CommitTime time = header.time();
    byte[] patch = delta.patch().toArray(ValueLayout.JAVA_BYTE);
    State state = Patch.decode(patch, time).applyTo(base, header.schema(), time);
    if (!state.contentHash(time).equals(header.content())) {
      throw new CodecException(
          0, "the delta to " + delta.base() + " does not give the signed content");
    }
    return state;
  }

  private State baseOf(Body.Delta delta) throws IOException, CodecException {
    State cached = cache.find(delta.base());
    if (cached != null) {
      return cached;
    }
    CommitRecord base = record(delta.base()).orElseThrow(() -> new MissingBase(delta.base()));
    if (!base.header().content().equals(delta.baseContent())) {
      throw new CodecException(0, "delta to another content of " + delta.base());
    }
    if (base.body() instanceof Body.Full(State state)) {
      cache.keep(base.id(), state);
      return state;
    }
    throw new CodecException(0, "delta to " + delta.base() + ", which is a delta itself");
  }

  /// The base of a delta is not in the log.
  public static final class MissingBase extends IOException {
    private static final long serialVersionUID = 1L;

    MissingBase(CommitId base) {
      super("the delta's base " + base + " is not in the log");
    }
  }

  /// {@return the base that a delta on top of a commit should have: the commit itself if it is
  /// stored in full, else its base; null if that cannot be read}
  public @Nullable CommitRecord snapshotFor(Node node) {
    try {
      Optional<CommitRecord> commit = record(node.id());
      if (commit.isPresent() && commit.get().body() instanceof Body.Delta delta) {
        return record(delta.base()).orElse(null);
      }
      return commit.orElse(null);
    } catch (IOException | CodecException e) {
      // A delta to a damaged base would spread the damage; a full state heals the line.
      return null;
    }
  }
}
