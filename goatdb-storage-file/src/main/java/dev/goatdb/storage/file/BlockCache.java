package dev.goatdb.storage.file;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// The blocks that were unpacked last, of all logs of a database: neighbours are often read
/// together. Bounded by slots, and by what a block may hold to be kept; a block comes in the place
/// of the one that was in its slot. Any thread, without locks.
final class BlockCache {

  private static final int SLOTS = 32;
  private static final int MOST_BYTES = 2 * Block.USUAL_RAW_BYTES;

  private final AtomicReferenceArray<Kept> slots = new AtomicReferenceArray<>(SLOTS);

  private record Kept(FileId file, long position, Block.Unpacked block) {}

  Block.@Nullable Unpacked find(FileId file, long position) {
    Kept kept = slots.get(slot(file, position));
    return kept != null && kept.position == position && kept.file.equals(file) ? kept.block : null;
  }

  void keep(FileId file, long position, Block.Unpacked block) {
    if (block.bytes() <= MOST_BYTES) {
      slots.set(slot(file, position), new Kept(file, position, block));
    }
  }

  private static int slot(FileId file, long position) {
    return (int) (((file.low() ^ position) * 0x9E3779B97F4A7C15L) >>> 59);
  }
}
