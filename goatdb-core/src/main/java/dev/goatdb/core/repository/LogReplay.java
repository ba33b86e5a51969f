package dev.goatdb.core.repository;

import dev.goatdb.api.commit.Commit;
import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.spi.storage.CommitLog;
import dev.goatdb.api.spi.storage.Entry;
import dev.goatdb.core.codec.BundleCodec;
import dev.goatdb.core.codec.CodecException;
import dev.goatdb.core.codec.CommitCodec;
import dev.goatdb.core.graph.Node;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// Builds the graph of a repository out of its log, reading headers only.
///
/// A bundle follows its commits. Commits that no bundle follows were never acknowledged and are
/// left out. A commit whose parent is damaged stays: the parent has a place in the graph, as a
/// hole, until a peer brings it back.
final class LogReplay {

  private final RepositoryPath path;
  private final ItemTable items;
  private final BundleIndex bundles;
  private final Consumer<String> warnings;
  private final List<Commit> unsigned = new ArrayList<>();
  private int holes;

  LogReplay(RepositoryPath path, ItemTable items, BundleIndex bundles, Consumer<String> warnings) {
    this.path = path;
    this.items = items;
    this.bundles = bundles;
    this.warnings = warnings;
  }

  /// Reads the whole log.
  void run(CommitLog log) throws IOException {
    log.scan(0, (position, entry) -> visit(entry));
    for (ItemEntry item : items.all()) {
      items.recount(item);
    }
    if (holes > 0) {
      warnings.accept(
          "%s: %d commits are damaged or lost; a peer that has them will bring them back"
              .formatted(path, holes));
    }
    log.damage().forEach(line -> warnings.accept(path + ": " + line));
  }

  private void visit(Entry entry) {
    byte[] bytes = entry.bytes().toArray(ValueLayout.JAVA_BYTE);
    try {
      if (isBundle(bytes)) {
        bundle(BundleCodec.decodeStored(bytes));
      } else {
        unsigned.add(CommitCodec.decodeFacts(bytes, path, entry.id()));
      }
    } catch (CodecException e) {
      warnings.accept(
          "%s: entry %s cannot be read: %s".formatted(path, entry.id(), e.getMessage()));
    }
  }

  /// A commit is a CBOR map, a bundle an array.
  private static boolean isBundle(byte[] bytes) {
    return bytes.length > 0 && (bytes[0] & 0xe0) == 0x80;
  }

  private void bundle(BundleCodec.Stored stored) {
    int here = stored.bundle().header().count() - stored.elsewhere().size();
    int first = Math.max(0, unsigned.size() - here);
    List<CommitId> slots = slots(stored, unsigned.subList(first, unsigned.size()));
    List<Node> nodes = new ArrayList<>(here);
    List<ItemEntry> of = new ArrayList<>(here);
    for (Commit commit : unsigned.subList(first, unsigned.size())) {
      attach(commit, nodes, of);
    }
    unsigned.clear();
    if (here == 0) {
      adoptElsewhere(stored, nodes, of);
    }
    bundles.add(BundleIndex.Ref.of(stored.bundle(), nodes, of, slots));
  }

  private static List<CommitId> slots(BundleCodec.Stored stored, List<Commit> members) {
    List<CommitId> slots = new ArrayList<>(stored.bundle().header().count());
    Iterator<Commit> here = members.iterator();
    for (int slot = 0; slot < stored.bundle().header().count(); slot++) {
      CommitId elsewhere = stored.elsewhere().get(slot);
      if (elsewhere != null) {
        slots.add(elsewhere);
      } else if (here.hasNext()) {
        slots.add(here.next().id());
      }
    }
    return slots;
  }

  private void attach(Commit commit, List<Node> nodes, List<ItemEntry> of) {
    ItemEntry item = items.entry(commit.key());
    if (item.has(commit.id())) {
      return;
    }
    for (CommitId parent : commit.parents()) {
      if (!item.graph.contains(parent)) {
        items.attachHole(item, parent);
        holes++;
      }
    }
    nodes.add(
        items.attach(
            item,
            commit.id(),
            commit.parents(),
            commit.time(),
            commit.author(),
            commit.kind(),
            bundles.size()));
    of.add(item);
  }

  /// A bundle without commits of its own signs commits before it once more, for a database that was
  /// adopted.
  private void adoptElsewhere(BundleCodec.Stored stored, List<Node> nodes, List<ItemEntry> of) {
    Set<CommitId> wanted = new HashSet<>(stored.elsewhere().values());
    for (int i = 0; i < bundles.size(); i++) {
      BundleIndex.Ref ref = bundles.at(i);
      for (int k = 0; k < ref.nodes().size(); k++) {
        Node node = ref.nodes().get(k);
        if (wanted.remove(node.id())) {
          node.bundle = bundles.size();
          nodes.add(node);
          of.add(ref.items().get(k));
        }
      }
    }
  }
}
