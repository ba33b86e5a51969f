package dev.goatdb.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.spi.storage.CommitLog;
import dev.goatdb.api.spi.storage.Durability;
import dev.goatdb.api.spi.storage.Entry;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Entries from a seed, and comparing them with what a log gives back.
final class SampleEntries {

  private final Random random;

  SampleEntries(long seed) {
    this.random = new Random(seed);
  }

  static void readUntilComplete(
      CommitLog log, List<Entry> entries, AtomicReference<@Nullable Throwable> failure) {
    try {
      int seen = 0;
      long position = 0;
      while (seen < entries.size() && failure.get() == null) {
        List<Entry> found = new ArrayList<>();
        position = log.scan(position, (at, entry) -> found.add(entry));
        assertSame(entries.subList(seen, seen + found.size()), found);
        seen += found.size();
        for (Entry entry : found) {
          assertArrayEquals(bytes(entry), bytes(log.read(entry.id())));
        }
      }
    } catch (IOException | RuntimeException | AssertionError thrown) {
      failure.compareAndSet(null, thrown);
    }
  }

  static void assertSame(List<Entry> expected, List<Entry> found) {
    assertEquals(expected.size(), found.size());
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(expected.get(i).id(), found.get(i).id());
      assertArrayEquals(bytes(expected.get(i)), bytes(found.get(i)));
    }
  }

  static List<Entry> scan(CommitLog log, long from) throws IOException {
    List<Entry> found = new ArrayList<>();
    log.scan(from, (position, entry) -> found.add(entry));
    return found;
  }

  void appendInBatches(CommitLog log, List<Entry> entries) throws IOException {
    int from = 0;
    while (from < entries.size()) {
      int to = Math.min(entries.size(), from + 1 + random.nextInt(100));
      log.append(entries.subList(from, to), Durability.OS);
      from = to;
    }
  }

  List<Entry> entries(int count) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      entries.add(entry(random.nextInt(200)));
    }
    return entries;
  }

  Entry entry(int length) {
    byte[] body = new byte[length];
    random.nextBytes(body);
    byte[] id = new byte[CommitId.BYTES];
    random.nextBytes(id);
    return new Entry(CommitId.of(id), MemorySegment.ofArray(body));
  }

  static Entry entry(CommitId id, String text) {
    return new Entry(id, MemorySegment.ofArray(text.getBytes(StandardCharsets.UTF_8)));
  }

  static byte[] bytes(Entry entry) {
    return entry.bytes().toArray(ValueLayout.JAVA_BYTE);
  }

  static byte[] bytes(Optional<MemorySegment> body) {
    return body.orElseThrow().toArray(ValueLayout.JAVA_BYTE);
  }
}
