package dev.goatdb.storage.file;

import static dev.goatdb.storage.file.Layout.GROUP_HEADER_BYTES;

import dev.goatdb.api.spi.runtime.Env;
import dev.goatdb.api.spi.storage.Entry;
import dev.goatdb.storage.file.GroupBuffer.Heading;
import dev.goatdb.storage.file.GroupWalk.Start;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// Appends groups: one write each, forced when asked.
///
/// A write that fails is wiped out again before anything else happens; if that fails too, or a
/// force fails, nobody can say what is on the medium, and the writer refuses everything further. A
/// descriptor whose force has failed is never forced again: the system may have dropped what it
/// could not write and report success the next time. Reading goes on.
///
/// The first append of an opening puts a BEGIN group before its own, in the same write; an opening
/// that appends nothing writes nothing. One thread.
final class GroupWriter {

  private static final int BEGIN_RANDOM_BYTES = 16;
  private static final int BEGIN_BYTES = BEGIN_RANDOM_BYTES + Long.BYTES;
  private static final byte[] NOTHING = {};
  private static final long BEGIN_GROUP_BYTES =
      Layout.align(GROUP_HEADER_BYTES + RecordFrame.bytes(BEGIN_BYTES), Long.BYTES);

  private final DiskFile disk;
  private final Path path;
  private final Env env;
  private GroupBuffer buffer;
  private final SpaceAhead space;
  private Superblock superblock;
  private long end;
  private long number;
  private volatile long durable;
  private long seq;
  private long lastBegin;
  private boolean hasBegun;

  /// Whether the numbers jumped since the last group, and nobody wants to be told.
  private boolean hasJumped;

  /// Whether the newest superblock is on the medium. Until it is, the other one is not touched.
  private boolean isSuperblockForced = true;

  private @Nullable IOException failure;

  GroupWriter(
      DiskFile disk, Path path, Env env, Recovery.Recovered recovered, BlockPacker.Effort effort)
      throws IOException {
    this.disk = disk;
    this.path = path;
    this.env = env;
    this.superblock = recovered.superblock();
    this.buffer = new GroupBuffer(superblock.file(), effort);
    this.space = new SpaceAhead(disk, path);
    this.end = recovered.end();
    this.number = recovered.number();
    this.durable = recovered.durable();
    this.seq = recovered.nextSeq();
    this.lastBegin = recovered.lastBegin();
  }

  long end() {
    return end;
  }

  /// {@return what is known to be on the medium} Any thread.
  long durable() {
    return durable;
  }

  /// {@return the number of the next entry}
  long number() {
    return number;
  }

  /// {@return where the next group will be, and what}
  Start next() {
    return new Start(end, seq, number);
  }

  long allocated() {
    return space.allocated();
  }

  /// Where appended entries are.
  ///
  /// @param lsn where their group begins
  /// @param first number of the first one
  /// @param locations where each is
  record Appended(long lsn, long first, long[] locations) {}

  /// @throws IOException if entries are too large to be appended at once
  void requirePossible(List<Entry> entries) throws IOException {
    requirePossible(BEGIN_GROUP_BYTES + GroupBuffer.bytes(entries));
  }

  /// Appends a group of entries.
  Appended append(List<Entry> entries) throws IOException {
    requireHealthy();
    long room = BEGIN_GROUP_BYTES + GroupBuffer.bytes(entries);
    buffer.clear(end, room);
    long nextSeq = begun();
    long lsn = buffer.lsn();
    long[] locations = buffer.commits(heading(nextSeq), entries);
    // room for a CLOSE group is kept, so that a full disk does not prevent an orderly end
    space.reserve(buffer.lsn() + GROUP_HEADER_BYTES);
    write(nextSeq + 1, List.of(buffer.bytes()));
    long first = number;
    number += locations.length;
    return new Appended(lsn, first, locations);
  }

  /// Appends a checkpoint, for which everything before must have been forced.
  ///
  /// @param head makes the head for the place where its group will be
  /// @param content the rest, up to a multiple of 8
  /// @return where its group begins
  long checkpoint(LongFunction<CheckpointHead> head, MemorySegment content) throws IOException {
    requireHealthy();
    CheckpointHead made = head.apply(end + (hasBegun ? 0 : BEGIN_GROUP_BYTES));
    long room = BEGIN_GROUP_BYTES + GROUP_HEADER_BYTES + made.bytes();
    requirePossible(room + content.byteSize());
    buffer.clear(end, room);
    long nextSeq = begun();
    long lsn = buffer.lsn();
    buffer.checkpoint(heading(nextSeq), made, content);
    space.reserve(buffer.lsn() + content.byteSize() + GROUP_HEADER_BYTES);
    write(nextSeq + 1, List.of(buffer.bytes(), content));
    if (isSuperblockForced) {
      writeSuperblock(lsn);
    } else {
      superblock = superblock.pointingTo(lsn);
    }
    return lsn;
  }

  /// {@return where the last BEGIN group before the next one is}
  long lastBegin() {
    return hasBegun ? lastBegin : end;
  }

  /// Forces what was appended.
  void force() throws IOException {
    requireHealthy();
    if (durable == end) {
      return;
    }
    forceAll();
  }

  private void forceAll() throws IOException {
    try {
      disk.force();
    } catch (IOException failed) {
      throw fail("could not be forced to the medium", failed);
    }
    durable = end;
    isSuperblockForced = true;
  }

  /// Lets the next entry have a later number, for those before it were lost.
  ///
  /// @param isForgiven whether later walks are to pass over the jump in silence
  void jumpTo(long nextNumber, boolean isForgiven) {
    if (nextNumber > number) {
      number = nextNumber;
      hasJumped = isForgiven;
    }
  }

  /// Makes a file that was filled fit to be put in place: all is forced, and both superblocks say
  /// so.
  void seal() throws IOException {
    if (hasJumped) {
      buffer.clear(end, GROUP_HEADER_BYTES);
      buffer.mark(GroupType.PAD, heading(seq), NOTHING);
      space.reserve(buffer.lsn() + GROUP_HEADER_BYTES);
      write(seq + 1, List.of(buffer.bytes()));
    }
    sealSuperblocks();
  }

  /// From now on speed counts more than size.
  void hurry() {
    buffer = new GroupBuffer(superblock.file(), BlockPacker.Effort.QUICK);
  }

  private void sealSuperblocks() throws IOException {
    forceAll();
    // both, so that what is known to be on the medium does not hang on one of them
    writeSuperblock(superblock.checkpoint());
    forceAll();
    writeSuperblock(superblock.checkpoint());
    forceAll();
  }

  private Heading heading(long groupSeq) {
    return new Heading(groupSeq, durable, number, hasJumped);
  }

  /// Forces what was appended and ends this opening in order.
  void finish() throws IOException {
    if (failure != null && durable < end) {
      requireHealthy();
    }
    if (failure != null || !hasBegun) {
      return;
    }
    force();
    buffer.clear(end, GROUP_HEADER_BYTES);
    buffer.mark(GroupType.CLOSE, heading(seq), NOTHING);
    write(seq + 1, List.of(buffer.bytes()));
    sealSuperblocks();
  }

  boolean isHealthy() {
    return failure == null;
  }

  /// Puts a BEGIN group into the buffer if this opening has written nothing yet.
  ///
  /// @return the number of the group after it
  private long begun() {
    if (hasBegun) {
      return seq;
    }
    buffer.mark(GroupType.BEGIN, heading(seq), beginning());
    return seq + 1;
  }

  private void write(long nextSeq, List<MemorySegment> parts) throws IOException {
    long at = end;
    try {
      for (MemorySegment part : parts) {
        disk.write(at, part);
        at += part.byteSize();
      }
    } catch (IOException failed) {
      wipe(parts, failed);
      String message = "%s: nothing was appended: %s";
      throw new IOException(message.formatted(path, failed.getMessage()), failed);
    }
    if (!hasBegun) {
      lastBegin = end;
      hasBegun = true;
    }
    hasJumped = false;
    end = at;
    seq = nextSeq;
  }

  /// The one that was written last stays as it is, whatever becomes of this one.
  private void writeSuperblock(long checkpoint) throws IOException {
    Superblock next = superblock.next(durable, number, checkpoint);
    isSuperblockForced = false;
    disk.write(next.place(), next.encode());
    superblock = next;
  }

  /// Makes sure that nothing of a group whose write failed can ever come back.
  private void wipe(List<MemorySegment> parts, IOException cause) throws IOException {
    try {
      long length = parts.stream().mapToLong(MemorySegment::byteSize).sum();
      space.wipe(end, end + length);
      disk.force();
      durable = end;
      isSuperblockForced = true;
    } catch (IOException failed) {
      failed.addSuppressed(cause);
      throw fail("could not be written, nor could what was written be wiped", failed);
    }
  }

  private IOException fail(String what, IOException cause) {
    failure = cause;
    String message =
        "%s: %s: %s. Nothing more is written to it; close the database and open it again.";
    return new IOException(message.formatted(path, what, cause.getMessage()), cause);
  }

  private void requireHealthy() throws IOException {
    if (failure != null) {
      String message =
          "%s: an earlier write failed: %s. Nothing more is written to it; close the database and open it again.";
      throw new IOException(message.formatted(path, failure.getMessage()), failure);
    }
  }

  private void requirePossible(long room) throws IOException {
    if (room > Layout.MAX_GROUP_BYTES) {
      throw new IOException(
          "%s: nothing was appended: %d bytes at once, at most %d are possible"
              .formatted(path, room, Layout.MAX_GROUP_BYTES));
    }
  }

  private byte[] beginning() {
    byte[] random = new byte[BEGIN_RANDOM_BYTES];
    env.random(random);
    return ByteBuffer.allocate(BEGIN_BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(random)
        .putLong(lastBegin)
        .array();
  }
}
