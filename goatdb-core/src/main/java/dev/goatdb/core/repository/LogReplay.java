package dev.goatdb.core.repository;

import dev.goatdb.api.commit.Commit;
import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.spi.storage.CommitLog;
import dev.goatdb.api.spi.storage.Entry;
import dev.goatdb.core.codec.BundleCodec;
import dev.goatdb.core.codec.CodecException;
import dev.goatdb.core.codec.CommitCodec;
import dev.goatdb.core.run.Rest.By;
import dev.goatdb.core.run.Rest.Move;
import dev.goatdb.core.run.Runs;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// Brings a repository to where its log ends: what runs cover is taken from them, the tail is read,
/// headers only.
///
/// A bundle follows its commits. Commits that no bundle follows were never acknowledged and are
/// left out. A commit whose parent is damaged stays: the parent has a place in the graph, as a
/// hole, until a peer brings it back.
final class LogReplay {

  private final RepositoryPath path;
  private final ItemTable items;
  private final BundleIndex bundles;
  private final Consumer<String> warnings;
  private final List<Found> unsigned = new ArrayList<>();

  /// Which bundles sign commits before them once more.
  private final Map<CommitId, Integer> signedAgain = new HashMap<>();

  private final Set<ItemEntry> touched = new LinkedHashSet<>();
  private int holes;

  private record Found(Commit commit, long position) {}

  LogReplay(RepositoryPath path, ItemTable items, BundleIndex bundles, Consumer<String> warnings) {
    this.path = path;
    this.items = items;
    this.bundles = bundles;
    this.warnings = warnings;
  }

  /// Reads what no run covers.
  void run(CommitLog log) throws IOException {
    Runs runs = Runs.of(log);
    items.restore(runs);
    bundles.restore(runs);
    log.scan(runs.end(), this::visit);
    touched.forEach(items::recount);
    if (!signedAgain.isEmpty()) {
      moveSignedAgain(log);
    }
    if (holes > 0) {
      warnings.accept(
          "%s: %d commits are damaged or lost; a peer that has them will bring them back"
              .formatted(path, holes));
    }
    log.damage().forEach(line -> warnings.accept(path + ": " + line));
  }

  private void visit(long position, Entry entry) {
    byte[] bytes = entry.bytes().toArray(ValueLayout.JAVA_BYTE);
    try {
      if (isBundle(bytes)) {
        bundle(BundleCodec.decodeStored(bytes), position);
      } else {
        unsigned.add(new Found(CommitCodec.decodeFacts(bytes, path, entry.id()), position));
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

  private void bundle(BundleCodec.Stored stored, long position) {
    int here = stored.bundle().header().count() - stored.elsewhere().size();
    int index = bundles.size();
    List<Found> members =
        unsigned.stream().filter(found -> found.position() >= position - here).toList();
    int attached = 0;
    for (Found member : members) {
      attached += attach(member) ? 1 : 0;
    }
    bundles.add(
        new BundleIndex.Added(
            stored.bundle().id(),
            position,
            (int) Math.min(here, position - bundles.end()),
            attached,
            members.size() == here,
            BundleIndex.by(stored.bundle().header())));
    unsigned.clear();
    if (here == 0) {
      stored.elsewhere().values().forEach(id -> signedAgain.put(id, index));
    }
  }

  /// {@return whether the commit is new}
  private boolean attach(Found found) {
    Commit commit = found.commit();
    ItemEntry item = items.entry(commit.key());
    if (items.has(item, commit.id())) {
      bundles.move(new Move(found.position(), found.position(), BundleIndex.REPEATED));
      return false;
    }
    for (CommitId parent : commit.parents()) {
      if (items.node(item, parent).isEmpty()) {
        items.attachHole(item, parent, found.position());
        holes++;
      }
    }
    items.attach(
        item,
        commit.id(),
        commit.parents(),
        commit.time(),
        commit.author(),
        commit.kind(),
        found.position());
    touched.add(item);
    return true;
  }

  /// A bundle without commits of its own signs commits before it once more, for a database that was
  /// adopted.
  private void moveSignedAgain(CommitLog log) throws IOException {
    Map<Integer, By> signers = new HashMap<>();
    log.scan(
        0,
        (position, entry) -> {
          Integer target = signedAgain.get(entry.id());
          if (target == null || bundles.isBundle(position)) {
            return;
          }
          int from = bundles.indexOf(position);
          if (from >= 0 && from < target) {
            bundles.recount(signer(log, from, signers), signer(log, target, signers), 1);
            bundles.move(new Move(position, position, target));
          }
        });
  }

  private By signer(CommitLog log, int bundle, Map<Integer, By> known) throws IOException {
    By signer = known.get(bundle);
    if (signer == null) {
      signer = BundleIndex.signerOf(log, bundles.position(bundle));
      known.put(bundle, signer);
    }
    return signer;
  }
}
