package dev.goatdb.core.run;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.spi.storage.Checkpoint;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes a run out of what was added last and of the runs before it that it takes the place of.
/// One use, any one thread.
public final class RunWriter {

  private static final int RECORDS_PER_SLOT = 8;
  private static final long TYPICAL_BYTES = 32;

  private final List<Run> replaced;
  private final List<ItemImage> items;
  private final long[] bundles;
  private final long to;
  private byte[] out = new byte[1024];
  private int size;

  /// @param before the chain
  /// @param items the items that were touched since its end
  /// @param bundles the positions of the bundles since its end
  /// @param to the end of the new run
  public RunWriter(Runs before, List<ItemImage> items, long[] bundles, long to) {
    this.replaced = before.smallerThan(TYPICAL_BYTES * items.size() + 4L * bundles.length);
    this.items = items;
    this.bundles = bundles;
    this.to = to;
  }

  /// {@return the run}
  ///
  /// @param totals what there is at its end
  /// @param rest what it says beside items and bundles; moves are those since the end of the chain
  /// @param end the end of the chain
  public Checkpoint write(Totals totals, Rest rest, long end) {
    long from = replaced.isEmpty() ? end : replaced.getFirst().from();
    long most = items.size();
    for (Run run : replaced) {
      most += run.items();
    }
    int bits = bits(most);
    int[] slots = new int[(1 << bits) + 1];
    size = Run.SLOTS_AT + 4 * slots.length;
    int records = size;
    reserve(recordBytes());
    int count = records(bits, slots, records);
    int bundleList = size;
    int bundleCount = bundles(from);
    int restAt = size;
    put(allMoves(rest).encode());
    ByteBuffer head = ByteBuffer.wrap(out).order(ByteOrder.LITTLE_ENDIAN);
    head.putLong(0, Run.MAGIC)
        .putInt(Run.ITEMS_AT, count)
        .putInt(Run.BUNDLES_AT, bundleCount)
        .putLong(Run.EXISTING_AT, totals.existing())
        .putInt(Run.FORKED_AT, totals.forked())
        .putInt(Run.BITS_AT, bits)
        .putInt(Run.RECORDS_AT, records)
        .putInt(Run.BUNDLE_LIST_AT, bundleList)
        .putInt(Run.REST_AT, restAt)
        .putLong(Run.COMMITS_AT, totals.commits());
    for (int i = 0; i < slots.length; i++) {
      head.putInt(Run.SLOTS_AT + 4 * i, slots[i]);
    }
    return new Checkpoint(from, to, MemorySegment.ofArray(out).asSlice(0, size).asReadOnly());
  }

  private static int bits(long items) {
    int bits = 0;
    while (items >> bits > RECORDS_PER_SLOT) {
      bits++;
    }
    return bits;
  }

  private int recordBytes() {
    long bytes = 64L * items.size();
    for (Run run : replaced) {
      bytes += run.recordBytes();
    }
    return Math.toIntExact(bytes);
  }

  private Rest allMoves(Rest rest) {
    List<Rest.Move> moves = new ArrayList<>();
    replaced.forEach(run -> moves.addAll(run.rest().moves()));
    moves.addAll(rest.moves());
    return new Rest(rest.signed(), moves, rest.damaged(), rest.digests());
  }

  /// Merges the sources; where several name an item, the newest is right.
  private int records(int bits, int[] slots, int start) {
    List<Source> sources = new ArrayList<>();
    sources.add(new Added(items));
    for (Run run : replaced.reversed()) {
      sources.add(new Kept(run.all()));
    }
    int count = 0;
    int slot = 0;
    for (Source next = least(sources); next != null; next = least(sources)) {
      CommitId hash = next.required();
      for (int at = KeyHash.slot(hash, bits); slot <= at; slot++) {
        slots[slot] = size - start;
      }
      next.write(this);
      count++;
      for (Source source : sources) {
        if (hash.equals(source.hash)) {
          source.advance();
        }
      }
    }
    Arrays.fill(slots, slot, slots.length, size - start);
    return count;
  }

  private static @Nullable Source least(List<Source> newestFirst) {
    Source least = null;
    for (Source source : newestFirst) {
      CommitId hash = source.hash;
      if (hash != null && (least == null || hash.compareTo(least.required()) < 0)) {
        least = source;
      }
    }
    return least;
  }

  private int bundles(long from) {
    int count = bundles.length;
    for (Run run : replaced) {
      count += run.bundles();
      for (int i = 0; i < run.bundles(); i++) {
        putInt(run.bundle(i) - from);
      }
    }
    for (long bundle : bundles) {
      putInt(bundle - from);
    }
    return count;
  }

  private void reserve(int more) {
    if (size + more > out.length) {
      out = Arrays.copyOf(out, Math.max(size + more, out.length + (out.length >> 1)));
    }
  }

  private void putInt(long value) {
    reserve(4);
    ByteBuffer.wrap(out).order(ByteOrder.LITTLE_ENDIAN).putInt(size, Math.toIntExact(value));
    size += 4;
  }

  private void put(byte[] bytes) {
    reserve(bytes.length);
    System.arraycopy(bytes, 0, out, size, bytes.length);
    size += bytes.length;
  }

  private void put(MemorySegment record) {
    int length = (int) record.byteSize();
    reserve(length);
    MemorySegment.copy(record, 0, MemorySegment.ofArray(out), size, length);
    size += length;
  }

  private void octet(int value) {
    reserve(1);
    out[size++] = (byte) value;
  }

  private void number(long value) {
    long left = value;
    while (left >= 0x80) {
      octet((int) left & 0x7f | 0x80);
      left >>>= 7;
    }
    octet((int) left);
  }

  private void put(ItemImage item, byte[] key) {
    number(key.length);
    put(key);
    boolean many = item.heads().size() > 1;
    octet(
        (item.exists() ? Cursor.EXISTS : 0)
            | (many ? Cursor.HAS_MANY_HEADS : 0)
            | (item.commits() != 1 ? Cursor.HAS_MANY_COMMITS : 0)
            | (item.holes().isEmpty() ? 0 : Cursor.HAS_HOLES));
    if (many) {
      number(item.heads().size());
    }
    item.heads().forEach(this::number);
    if (item.commits() != 1) {
      number(item.commits());
    }
    if (!item.holes().isEmpty()) {
      number(item.holes().size());
      item.holes().forEach(id -> put(id.toByteArray()));
    }
  }

  /// Records in the order of the hashes of their keys.
  private abstract static sealed class Source {

    /// Of the present record; null behind the last.
    @Nullable CommitId hash;

    CommitId required() {
      CommitId present = hash;
      if (present == null) {
        throw new IllegalStateException("behind the last record");
      }
      return present;
    }

    abstract void advance();

    abstract void write(RunWriter to);
  }

  /// The records of a run, copied as they are.
  private static final class Kept extends Source {
    private final Cursor cursor;

    Kept(Cursor cursor) {
      this.cursor = cursor;
      advance();
    }

    @Override
    void advance() {
      hash = null;
      if (cursor.hasNext()) {
        cursor.next();
        hash = KeyHash.of(cursor.key());
      }
    }

    @Override
    void write(RunWriter to) {
      to.put(cursor.record());
    }
  }

  /// What was added.
  private static final class Added extends Source {

    private record Sorted(CommitId hash, byte[] key, ItemImage item) {}

    private final List<Sorted> sorted;
    private int next;

    Added(List<ItemImage> items) {
      List<Sorted> all = new ArrayList<>(items.size());
      for (ItemImage item : items) {
        byte[] key = item.key().getBytes(StandardCharsets.UTF_8);
        all.add(new Sorted(KeyHash.of(key), key, item));
      }
      all.sort(Comparator.comparing(Sorted::hash));
      this.sorted = all;
      advance();
    }

    @Override
    void advance() {
      hash = next < sorted.size() ? sorted.get(next).hash() : null;
      next++;
    }

    @Override
    void write(RunWriter to) {
      Sorted present = sorted.get(next - 1);
      to.put(present.item(), present.key());
    }
  }
}
