package dev.goatdb.core.repository;

import dev.goatdb.api.commit.Commit;
import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.commit.SessionId;
import dev.goatdb.api.error.GoatDbException;
import dev.goatdb.api.spi.storage.CommitLog;
import dev.goatdb.api.spi.storage.Entry;
import dev.goatdb.core.codec.Body;
import dev.goatdb.core.codec.CodecException;
import dev.goatdb.core.codec.CommitCodec;
import dev.goatdb.core.codec.CommitHeader;
import dev.goatdb.core.codec.CommitRecord;
import dev.goatdb.core.codec.State;
import dev.goatdb.core.graph.ItemGraph;
import dev.goatdb.core.graph.Node;
import dev.goatdb.core.merge.MergeResult;
import dev.goatdb.core.run.ItemImage;
import dev.goatdb.core.run.Runs;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads items in from the log: first their heads, later their history. Any thread; holds no lock
/// while it reads.
final class ItemLoader {

  private final RepositoryPath path;
  private final CommitLog log;
  private final BundleIndex bundles;
  private final Consumer<String> warnings;

  /// Few sessions write many commits: one instance of each id is enough.
  private final Map<SessionId, SessionId> authors = new ConcurrentHashMap<>();

  ItemLoader(RepositoryPath path, CommitLog log, BundleIndex bundles, Consumer<String> warnings) {
    this.path = path;
    this.log = log;
    this.bundles = bundles;
    this.warnings = warnings;
  }

  /// {@return the one instance of an author's id}
  SessionId author(SessionId id) {
    SessionId known = authors.putIfAbsent(id, id);
    return known == null ? id : known;
  }

  /// {@return an item as runs describe it, or null if they do not} It comes with its value where
  /// one entry holds both.
  @Nullable ItemEntry fromRuns(Runs now, String key) {
    ItemImage image = now.find(key);
    if (image == null) {
      return null;
    }
    ItemLoader.WithState simple = withState(image);
    if (simple != null) {
      ItemEntry item = simple.item();
      item.isPassing = true;
      MergeResult value = new MergeResult.Merged(simple.state());
      item.view = new ItemEntry.View(item.version, item.graph.heads(), value);
      return item;
    }
    ItemEntry made = withHeads(image);
    if (made != null) {
      made.isPassing = true;
      return made;
    }
    ItemEntry fallenBack = fromLog(key, now.end());
    fallenBack.isUnsaved = true;
    fallenBack.changedAt = now.end();
    return fallenBack;
  }

  /// {@return an item as a run describes it, with its heads; or null if one of them cannot be read,
  /// or is not what the run says}
  private @Nullable ItemEntry withHeads(ItemImage image) {
    List<ItemGraph.Head> heads = new ArrayList<>(image.heads().size());
    for (long position : image.heads()) {
      Optional<Commit> commit = facts(position);
      if (commit.isEmpty() || !commit.get().key().equals(image.key())) {
        return null;
      }
      Commit head = commit.get();
      boolean deleted = head.kind() == Commit.Kind.DELETE;
      heads.add(
          new ItemGraph.Head(head.id(), head.time(), author(head.author()), deleted, position));
    }
    return item(image, heads);
  }

  /// {@return an item as a run describes it, with its one head and the state at it; or null if it
  /// is not that simple} Whoever asks for an item asks for its value next, and both lie in one
  /// entry, which may have to be unpacked.
  private @Nullable WithState withState(ItemImage image) {
    if (image.heads().size() != 1) {
      return null;
    }
    long position = image.heads().getFirst();
    try {
      Optional<Entry> entry = position < 0 ? Optional.empty() : log.entry(position);
      if (entry.isEmpty()) {
        return null;
      }
      byte[] bytes = entry.get().bytes().toArray(ValueLayout.JAVA_BYTE);
      CommitRecord record = CommitCodec.decode(bytes, path);
      boolean isIt =
          record.id().equals(entry.get().id()) && record.header().key().equals(image.key());
      return isIt && record.body() instanceof Body.Full(State state)
          ? new WithState(item(image, List.of(head(record, position))), state)
          : null;
    } catch (IOException | CodecException e) {
      return null; // the longer way says what is wrong
    }
  }

  /// An item and the state at its head.
  private record WithState(ItemEntry item, State state) {}

  private ItemGraph.Head head(CommitRecord record, long position) {
    CommitHeader header = record.header();
    boolean deleted = header.kind() == Commit.Kind.DELETE;
    return new ItemGraph.Head(
        record.id(), header.time(), author(header.author()), deleted, position);
  }

  private static ItemEntry item(ItemImage image, List<ItemGraph.Head> heads) {
    // Holes have nodes as well.
    ItemGraph graph = ItemGraph.ofHeads(heads, image.commits() + image.holes().size());
    ItemEntry item = new ItemEntry(image.key(), graph);
    item.holes = Set.copyOf(image.holes());
    item.counted = image.exists();
    return item;
  }

  /// {@return the id of the commit at a position, or nothing if it cannot be read}
  Optional<CommitId> id(long position) {
    try {
      return position < 0 ? Optional.empty() : log.entry(position).map(Entry::id);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// {@return whether the log has an entry of this name, whatever became of it}
  boolean has(CommitId id) {
    try {
      return log.read(id).isPresent();
    } catch (IOException e) {
      return true;
    }
  }

  private Optional<Commit> facts(long position) {
    try {
      Optional<Entry> entry = position < 0 ? Optional.empty() : log.entry(position);
      return entry.isEmpty() ? Optional.empty() : Optional.of(facts(entry.get()));
    } catch (IOException | CodecException e) {
      warnings.accept("%s: entry %d cannot be read: %s".formatted(path, position, e.getMessage()));
      return Optional.empty();
    }
  }

  private Commit facts(Entry entry) throws CodecException {
    return facts(entry.id(), entry.bytes());
  }

  private Commit facts(CommitId id, MemorySegment bytes) throws CodecException {
    return CommitCodec.decodeFacts(bytes.toArray(ValueLayout.JAVA_BYTE), path, id);
  }

  /// {@return the facts of a commit, or nothing if it is not there or cannot be read}
  private Optional<Commit> facts(CommitId id) {
    try {
      Optional<MemorySegment> bytes = log.read(id);
      return bytes.isEmpty() ? Optional.empty() : Optional.of(facts(id, bytes.get()));
    } catch (IOException | CodecException e) {
      warnings.accept("%s: commit %s cannot be read: %s".formatted(path, id, e.getMessage()));
      return Optional.empty();
    }
  }

  /// {@return all commits of an item that was read in with its heads only: those that its graph
  /// knows, and their ancestors; a commit that is not to be had is a hole}
  ///
  /// @param graph the graph
  /// @param holes gets the holes
  Map<CommitId, Healing.Facts> history(ItemGraph graph, Set<CommitId> holes) {
    Map<CommitId, Healing.Facts> all = new LinkedHashMap<>();
    ArrayDeque<CommitId> wanted = new ArrayDeque<>();
    for (Node head : graph.unreadNodes()) {
      add(head.id(), head.position, all, wanted, holes);
    }
    while (!wanted.isEmpty()) {
      CommitId id = wanted.remove();
      if (!all.containsKey(id)) {
        add(id, -1, all, wanted, holes);
      }
    }
    return all;
  }

  private void add(
      CommitId id,
      long position,
      Map<CommitId, Healing.Facts> all,
      ArrayDeque<CommitId> wanted,
      Set<CommitId> holes) {
    Optional<Commit> commit = facts(id);
    if (commit.isEmpty()) {
      holes.add(id);
      all.put(id, Healing.Facts.hole(id));
    } else {
      all.put(id, shared(commit.get(), position));
      wanted.addAll(commit.get().parents());
    }
  }

  private Healing.Facts shared(Commit commit, long position) {
    return new Healing.Facts(
        commit.id(),
        commit.parents(),
        commit.time(),
        author(commit.author()),
        commit.kind() == Commit.Kind.DELETE,
        position);
  }

  /// {@return an item as the log describes it, up to a position} For an item of which a head is
  /// damaged: it falls back to what is whole. Reads all of the log up to there.
  private ItemEntry fromLog(String key, long end) {
    ItemEntry item = new ItemEntry(key);
    try {
      log.scan(
          0,
          end,
          (position, entry) -> {
            if (bundles.indexOf(position) >= 0 && !bundles.isBundle(position)) {
              attach(item, entry, position);
            }
          });
    } catch (IOException e) {
      throw new GoatDbException.Storage(
          "%s: item '%s' cannot be read: %s".formatted(path, key, e.getMessage()), e);
    }
    item.counted = ItemEntry.exists(item.graph.heads());
    warnings.accept(
        "%s: a head of item '%s' is damaged; a peer that has it will bring it back"
            .formatted(path, key));
    return item;
  }

  private static boolean has(ItemEntry item, CommitId id) {
    return item.graph.contains(id) && !item.holes.contains(id);
  }

  private void attach(ItemEntry item, Entry entry, long position) {
    try {
      Commit commit = facts(entry);
      if (commit.key().equals(item.key) && !has(item, commit.id())) {
        for (CommitId parent : commit.parents()) {
          if (!item.graph.contains(parent)) {
            Healing.addHole(item, parent);
          }
        }
        Healing.Facts facts = shared(commit, position);
        if (item.holes.contains(commit.id())) {
          Healing.heal(item, facts);
        } else {
          facts.attachTo(item.graph);
        }
      }
    } catch (CodecException e) {
      warnings.accept(
          "%s: entry %s cannot be read: %s".formatted(path, entry.id(), e.getMessage()));
    }
  }
}
