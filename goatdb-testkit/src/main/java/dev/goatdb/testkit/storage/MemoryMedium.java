package dev.goatdb.testkit.storage;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.spi.storage.Entry;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The entries of one repository, and how many of them a crash leaves alone. The position of an
/// entry is its number. Its lock guards all of it.
final class MemoryMedium {

  private final List<Entry> entries = new ArrayList<>();
  private final Map<CommitId, Integer> newest = new HashMap<>();
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
  }

  synchronized Optional<MemorySegment> read(CommitId id) {
    return Optional.ofNullable(newest.get(id)).map(at -> entries.get(at).bytes());
  }

  synchronized List<Entry> entries() {
    return List.copyOf(entries);
  }

  /// {@return the entries from a position on}
  synchronized List<Entry> entriesFrom(int position) {
    return List.copyOf(entries.subList(Math.min(position, entries.size()), entries.size()));
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
