package dev.goatdb.testkit.storage;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.spi.storage.Checkpoint;
import dev.goatdb.api.spi.storage.Entry;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The entries of one repository, how many of them a crash leaves alone, and checkpoints, which a
/// crash may take. The position of an entry is its number. Its lock guards all of it.
final class MemoryMedium {

  private final List<Entry> entries = new ArrayList<>();
  private final Map<CommitId, Integer> newest = new HashMap<>();
  private final List<Checkpoint> checkpoints = new ArrayList<>();
  private int forced;
  private long bytes;

  MemoryMedium(List<Entry> entries) {
    append(entries);
    force();
  }

  synchronized int append(List<Entry> added) {
    for (Entry entry : added) {
      newest.put(entry.id(), entries.size());
      entries.add(new Entry(entry.id(), copy(entry.bytes())));
      bytes += CommitId.BYTES + entry.bytes().byteSize();
    }
    return entries.size();
  }

  synchronized void force() {
    forced = entries.size();
  }

  synchronized void crash(RandomGenerator chance) {
    int kept = forced + chance.nextInt(entries.size() - forced + 1);
    List<Entry> left = List.copyOf(entries.subList(0, kept));
    entries.clear();
    newest.clear();
    bytes = 0;
    append(left);
    force();
    checkpoints.removeIf(checkpoint -> checkpoint.to() > kept || chance.nextInt(4) == 0);
    List<Checkpoint> usable = chained(checkpoints);
    checkpoints.clear();
    checkpoints.addAll(usable);
  }

  synchronized List<Checkpoint> checkpoints() {
    return List.copyOf(checkpoints);
  }

  /// Keeps a checkpoint in place of those within its stretch.
  synchronized void keep(Checkpoint checkpoint) {
    List<Checkpoint> next = new ArrayList<>(checkpoints);
    next.removeIf(old -> checkpoint.from() <= old.from() && old.to() <= checkpoint.to());
    next.add(
        new Checkpoint(checkpoint.from(), checkpoint.to(), copy(checkpoint.bytes()).asReadOnly()));
    next.sort(Comparator.comparingLong(Checkpoint::from));
    if (checkpoint.to() > entries.size() || chained(next).size() != next.size()) {
      throw new IllegalArgumentException("does not fit between what is kept: " + checkpoint);
    }
    checkpoints.clear();
    checkpoints.addAll(next);
  }

  /// {@return the first of some checkpoints, each of which begins where the one before it ends}
  private static List<Checkpoint> chained(List<Checkpoint> sorted) {
    List<Checkpoint> chain = new ArrayList<>();
    long end = 0;
    for (Checkpoint one : sorted) {
      if (one.from() != end) {
        break;
      }
      chain.add(one);
      end = one.to();
    }
    return chain;
  }

  synchronized Optional<MemorySegment> read(CommitId id) {
    return Optional.ofNullable(newest.get(id)).map(at -> entries.get(at).bytes());
  }

  synchronized List<Entry> entries() {
    return List.copyOf(entries);
  }

  /// {@return the entries from a position to another}
  synchronized List<Entry> entriesFrom(long position, long to) {
    int end = (int) Math.min(to, entries.size());
    return List.copyOf(entries.subList((int) Math.min(position, end), end));
  }

  synchronized int size() {
    return entries.size();
  }

  synchronized long bytes() {
    return bytes;
  }

  private static MemorySegment copy(MemorySegment bytes) {
    return MemorySegment.ofArray(bytes.toArray(ValueLayout.JAVA_BYTE));
  }
}
