package dev.goatdb.core.run;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.spi.storage.Checkpoint;
import dev.goatdb.api.spi.storage.CommitLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A chain of runs from the beginning of a log on. Immutable; any thread, as long as the log is
/// open.
public final class Runs {

  /// No run.
  public static final Runs NONE = new Runs(List.of());

  /// A run takes the place of those before it that are not this many times larger: each record is
  /// copied once for each such step.
  private static final int RATIO = 4;

  private final List<Run> runs;
  private final int bundles;

  private Runs(List<Run> oldestFirst) {
    this.runs = List.copyOf(oldestFirst);
    this.bundles = oldestFirst.stream().mapToInt(Run::bundles).sum();
  }

  /// {@return the runs that a log keeps, as far as they are whole}
  ///
  /// @throws IOException if the log cannot be read
  public static Runs of(CommitLog log) throws IOException {
    List<Run> chain = new ArrayList<>();
    long end = 0;
    for (Checkpoint checkpoint : log.checkpoints()) {
      boolean follows = checkpoint.from() == end && checkpoint.to() <= log.size();
      Optional<Run> run =
          follows && log.isIntact(checkpoint, 0, checkpoint.bytes().byteSize())
              ? Run.of(checkpoint)
              : Optional.empty();
      if (run.isEmpty()) {
        break;
      }
      chain.add(run.get());
      end = checkpoint.to();
    }
    return chain.isEmpty() ? NONE : new Runs(chain);
  }

  /// {@return whether there are none}
  public boolean isEmpty() {
    return runs.isEmpty();
  }

  /// {@return the number of runs}
  public int size() {
    return runs.size();
  }

  /// {@return the position behind the last entry that they cover}
  public long end() {
    return runs.isEmpty() ? 0 : runs.getLast().to();
  }

  /// {@return what there is at the end}
  public Totals totals() {
    return runs.isEmpty() ? Totals.NONE : runs.getLast().totals();
  }

  /// {@return the number of bundles that they cover}
  public int bundles() {
    return bundles;
  }

  /// {@return where a bundle lies}
  ///
  /// @param index 0 to one less than [#bundles()]
  public long bundle(int index) {
    int left = index;
    for (Run run : runs) {
      if (left < run.bundles()) {
        return run.bundle(left);
      }
      left -= run.bundles();
    }
    throw new IndexOutOfBoundsException(index);
  }

  /// {@return what they say beside items and bundles: the moves of all of them, and the rest of the
  /// newest}
  public Rest rest() {
    if (runs.isEmpty()) {
      return Rest.NONE;
    }
    List<Rest.Move> moves = new ArrayList<>();
    runs.forEach(run -> moves.addAll(run.rest().moves()));
    Rest newest = runs.getLast().rest();
    return new Rest(newest.signed(), moves, newest.damaged(), newest.digests());
  }

  /// {@return what is said of an item, or null if nothing is}
  public @Nullable ItemImage find(String key) {
    if (runs.isEmpty()) {
      return null;
    }
    byte[] utf8 = key.getBytes(StandardCharsets.UTF_8);
    CommitId hash = KeyHash.of(utf8);
    for (int i = runs.size() - 1; i >= 0; i--) {
      ItemImage image = runs.get(i).find(key, utf8, hash);
      if (image != null) {
        return image;
      }
    }
    return null;
  }

  /// Sees an item.
  @FunctionalInterface
  public interface KeyVisitor {
    /// Called for each item once.
    ///
    /// @param key its key
    /// @param exists whether it exists at the end of the chain
    void visit(String key, boolean exists);
  }

  /// Visits all items, in no order that could be relied on.
  public void forEach(KeyVisitor visitor) {
    Set<String> seen = new HashSet<>();
    for (int i = runs.size() - 1; i >= 0; i--) {
      Cursor cursor = runs.get(i).all();
      while (cursor.hasNext()) {
        cursor.next();
        String key = cursor.keyText();
        // What only the oldest run names need not be remembered.
        if (i == 0 ? !seen.contains(key) : seen.add(key)) {
          visitor.visit(key, cursor.exists());
        }
      }
    }
  }

  /// {@return the keys of the items that have several heads, or holes; maybe of some that do not
  /// any more}
  public Set<String> unusual() {
    Set<String> unusual = new HashSet<>();
    for (Run run : runs) {
      Cursor cursor = run.all();
      while (cursor.hasNext()) {
        cursor.next();
        if (cursor.isUnusual()) {
          unusual.add(cursor.keyText());
        }
      }
    }
    return unusual;
  }

  /// Visits the items of a bucket of the digest, in the order of the hashes of their keys.
  ///
  /// @param bucket the bucket
  /// @param visitor called with each
  public void forEachIn(int bucket, Consumer<Map.Entry<CommitId, ItemImage>> visitor) {
    TreeMap<CommitId, ItemImage> found = new TreeMap<>();
    for (Run run : runs) {
      Cursor cursor = run.bucket(bucket);
      while (cursor.hasNext()) {
        cursor.next();
        CommitId hash = KeyHash.of(cursor.key());
        if (KeyHash.bucket(hash) == bucket) {
          found.put(hash, cursor.image(cursor.keyText()));
        }
      }
    }
    found.entrySet().forEach(visitor);
  }

  /// {@return the runs at the end of the chain that a new one takes the place of}
  ///
  /// @param bytes size of the new one, those of the old ones not counted
  List<Run> smallerThan(long bytes) {
    int first = runs.size();
    long gathered = bytes;
    while (first > 0 && runs.get(first - 1).bytes() < RATIO * gathered) {
      first--;
      gathered += runs.get(first).bytes();
    }
    return runs.subList(first, runs.size());
  }
}
