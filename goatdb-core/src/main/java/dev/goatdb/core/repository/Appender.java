package dev.goatdb.core.repository;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.spi.storage.CommitLog;
import dev.goatdb.api.spi.storage.Durability;
import dev.goatdb.api.spi.storage.Entry;
import dev.goatdb.core.codec.Bundle;
import dev.goatdb.core.codec.BundleCodec;
import dev.goatdb.core.codec.CborWriter;
import dev.goatdb.core.codec.CommitCodec;
import dev.goatdb.core.codec.CommitRecord;
import dev.goatdb.core.codec.State;
import dev.goatdb.core.graph.Node;
import dev.goatdb.core.merge.MergeResult;
import dev.goatdb.core.observe.Observer;
import dev.goatdb.core.run.Rest;
import dev.goatdb.core.trust.AuthorizedBatch;
import dev.goatdb.core.trust.AuthorizedCommit;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The one door into a repository: log, then graph, then listeners. It takes authorized commits
/// only. One thread: the writer's.
final class Appender {

  private static final int TYPICAL_BYTES = 320;

  private final CommitLog log;
  private final ItemTable items;
  private final BundleIndex bundles;
  private final Surroundings around;
  private final RepositoryEngine repository;

  /// Behind what was appended last.
  private long end;

  Appender(
      RepositoryEngine repository,
      CommitLog log,
      ItemTable items,
      BundleIndex bundles,
      Surroundings around) {
    this.repository = repository;
    this.log = log;
    this.items = items;
    this.bundles = bundles;
    this.around = around;
  }

  /// Appends a batch to the log, as one group.
  ///
  /// @param batch the commits of one bundle
  /// @param isLocal whether this process made them
  /// @throws IOException if nothing was appended
  void append(AuthorizedBatch batch, boolean isLocal) throws IOException {
    List<Entry> entries = entries(batch);
    Observer observer = around.observer();
    long start = observer.start();
    end = log.append(entries, Durability.OS);
    if (observer.isOn()) {
      long bytes = entries.stream().mapToLong(entry -> entry.bytes().byteSize()).sum();
      observer.appended(repository.path(), entries.size() - 1, bytes, isLocal, start);
    }
  }

  /// All bodies lie in one array, one after the other.
  private static List<Entry> entries(AuthorizedBatch batch) {
    int count = batch.commits().size();
    CborWriter out = new CborWriter(TYPICAL_BYTES * (count + 1));
    int[] ends = new int[count + 1];
    for (int i = 0; i < count; i++) {
      CommitCodec.write(out, batch.commits().get(i).commit());
      ends[i] = out.size();
    }
    out.raw(BundleCodec.encode(batch.stored()));
    ends[count] = out.size();
    MemorySegment all = MemorySegment.ofArray(out.buffer());
    List<Entry> entries = new ArrayList<>(count + 1);
    int start = 0;
    for (int i = 0; i <= count; i++) {
      CommitId name = i < count ? batch.commits().get(i).commit().id() : batch.bundle().id();
      entries.add(new Entry(name, all.asSlice(start, ends[i] - start)));
      start = ends[i];
    }
    return entries;
  }

  /// Appends another bundle over commits that are in the log.
  ///
  /// @param bundle the bundle
  /// @param commits its commits, in order
  /// @throws IOException if nothing was appended
  void resign(Bundle bundle, List<Resigning.Signed> commits) throws IOException {
    TreeMap<Integer, CommitId> elsewhere = new TreeMap<>();
    for (int i = 0; i < commits.size(); i++) {
      elsewhere.put(i, commits.get(i).id());
    }
    byte[] stored = BundleCodec.encode(new BundleCodec.Stored(bundle, elsewhere));
    end = log.append(List.of(new Entry(bundle.id(), MemorySegment.ofArray(stored))), Durability.OS);
    Rest.By by = BundleIndex.by(bundle.header());
    int index = bundles.size();
    bundles.add(new BundleIndex.Added(bundle.id(), end - 1, 0, 0, true, by));
    Resigning.moves(commits, index, bundles).forEach(bundles::move);
    commits.forEach(commit -> bundles.recount(commit.by(), by, 1));
  }

  /// Shows what was appended: to the graph, then to listeners.
  ///
  /// @param batch what was appended last
  /// @param states the state of each commit that is at hand
  /// @param isLocal whether this process made them
  void publish(AuthorizedBatch batch, Map<CommitId, State> states, boolean isLocal) {
    repository.telling(true);
    try {
      show(batch, states, isLocal);
    } finally {
      repository.telling(false);
    }
  }

  private void show(AuthorizedBatch batch, Map<CommitId, State> states, boolean isLocal) {
    Map<ItemEntry, List<Node>> before = new LinkedHashMap<>();
    int count = batch.commits().size();
    long position = end - 1 - count;
    for (AuthorizedCommit commit : batch.commits()) {
      CommitRecord record = commit.commit();
      ItemEntry item = items.entry(record.header().key());
      before.putIfAbsent(item, item.graph.heads());
      items.attach(item, record.id(), record.header(), position++);
    }
    Rest.By by = BundleIndex.by(batch.bundle().header());
    bundles.add(new BundleIndex.Added(batch.bundle().id(), position, count, count, true, by));
    List<AppendedBatch.Touched> touched = new ArrayList<>(before.size());
    before.forEach((item, old) -> {
      List<Node> heads = item.graph.heads();
      touched.add(new AppendedBatch.Touched(item, old, heads, isLocal));
      cacheView(item, heads, states);
      synchronized (item) {
        items.recount(item);
      }
    });
    around.listener().onAppended(new AppendedBatch(repository, touched));
  }

  /// Where one commit is the only head, its state is the item's value.
  private void cacheView(ItemEntry item, List<Node> heads, Map<CommitId, State> states) {
    State state = heads.size() == 1 ? states.get(heads.getFirst().id()) : null;
    if (state != null) {
      items.cache(item, new ItemEntry.View(item.version, heads, new MergeResult.Merged(state)));
    }
  }
}
