package dev.goatdb.storage.file;

import dev.goatdb.api.spi.runtime.Env;
import dev.goatdb.api.spi.storage.Entry;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
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
      Layout.align(Layout.GROUP_HEADER_BYTES + RecordFrame.bytes(BEGIN_BYTES), Long.BYTES);

  private final DiskFile disk;
  private final Path path;
  private final Env env;
  private final GroupBuffer buffer;
  private final SpaceAhead space;
  private Superblock superblock;
  private long end;
  private long durable;
  private long seq;
  private final long lastBegin;
  private boolean hasBegun;
  private @Nullable IOException failure;

  GroupWriter(DiskFile disk, Path path, Env env, Recovery.Recovered recovered) throws IOException {
    this.disk = disk;
    this.path = path;
    this.env = env;
    this.superblock = recovered.superblock();
    this.buffer = new GroupBuffer(superblock.file());
    this.space = new SpaceAhead(disk, path);
    this.end = recovered.end();
    this.durable = recovered.durable();
    this.seq = recovered.nextSeq();
    this.lastBegin = recovered.lastBegin();
  }

  long end() {
    return end;
  }

  long allocated() {
    return space.allocated();
  }

  /// Appends a group of entries.
  ///
  /// @return where the group begins
  long append(List<Entry> entries) throws IOException {
    requireHealthy();
    long room = BEGIN_GROUP_BYTES + GroupBuffer.bytes(entries);
    if (room > Layout.MAX_GROUP_BYTES) {
      throw new IOException(
          "%s: nothing was appended: %d bytes at once, at most %d are possible"
              .formatted(path, room, Layout.MAX_GROUP_BYTES));
    }
    buffer.clear(end, room);
    long nextSeq = seq;
    if (!hasBegun) {
      buffer.mark(GroupType.BEGIN, nextSeq++, durable, beginning());
    }
    long lsn = buffer.lsn();
    buffer.commits(nextSeq++, durable, entries);
    // room for a CLOSE group is kept, so that a full disk does not prevent an orderly end
    space.reserve(end + room + Layout.GROUP_HEADER_BYTES);
    write(nextSeq);
    hasBegun = true;
    return lsn;
  }

  /// Forces what was appended.
  void force() throws IOException {
    requireHealthy();
    if (durable == end) {
      return;
    }
    try {
      disk.force();
    } catch (IOException failed) {
      throw fail("could not be forced to the medium", failed);
    }
    durable = end;
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
    buffer.clear(end, Layout.GROUP_HEADER_BYTES);
    buffer.mark(GroupType.CLOSE, seq, durable, NOTHING);
    write(seq + 1);
    superblock = superblock.next(durable);
    disk.write(superblock.place(), superblock.encode());
    force();
  }

  boolean isHealthy() {
    return failure == null;
  }

  private void write(long nextSeq) throws IOException {
    MemorySegment bytes = buffer.bytes();
    try {
      disk.write(end, bytes);
    } catch (IOException failed) {
      wipe(bytes.byteSize(), failed);
      String message = "%s: nothing was appended: %s";
      throw new IOException(message.formatted(path, failed.getMessage()), failed);
    }
    end += bytes.byteSize();
    seq = nextSeq;
  }

  /// Makes sure that nothing of a group whose write failed can ever come back.
  private void wipe(long length, IOException cause) throws IOException {
    try {
      buffer.bytes().fill((byte) 0);
      disk.write(end, buffer.bytes().asSlice(0, length));
      disk.force();
      durable = end;
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
