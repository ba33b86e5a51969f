package dev.goatdb.storage.file;

import static dev.goatdb.storage.file.Layout.INT;
import static dev.goatdb.storage.file.Layout.LONG;
import static dev.goatdb.storage.file.Layout.SHORT;
import static dev.goatdb.storage.file.Layout.SUPERBLOCK_BYTES;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// What a file says about itself. Two copies are kept, at 0 and at 4096, written in turn; the
/// newest whole one counts.
///
/// @param major files of another major version are refused
/// @param minor for people
/// @param incompat features without which the file cannot be read
/// @param roCompat features without which the file can be read and not written
/// @param compat features that may be ignored
/// @param file random name of the contents
/// @param generation grows with each superblock written; its parity chooses the place
/// @param durable everything below was on the medium when this was written
/// @param checkpoint where to look for the newest checkpoint, 0 for none
/// @param entries at least so many entries were appended below `durable`; 0 in format 1.0
/// @param repository path of the repository, so that a file put in the wrong place is noticed
record Superblock(
    int major,
    int minor,
    int incompat,
    int roCompat,
    int compat,
    FileId file,
    long generation,
    long durable,
    long checkpoint,
    long entries,
    String repository) {

  /// A compatible feature: a copy is being brought up to date. What lies at or above `durable` does
  /// not count, whatever it says of itself, for it was written in any order.
  static final int COPYING = 1;

  static final int MAJOR = 1;
  static final int MINOR = 1;

  /// "GOATDB" and a line end of the kind that text conversions destroy.
  static final long MAGIC = 0x0A0D424454414F47L;

  private static final int MAJOR_AT = 8;
  private static final int MINOR_AT = 10;
  private static final int INCOMPAT_AT = 12;
  private static final int RO_COMPAT_AT = 16;
  private static final int COMPAT_AT = 20;
  private static final int FILE_AT = 24;
  private static final int GENERATION_AT = 40;
  private static final int DURABLE_AT = 48;
  private static final int CHECKPOINT_AT = 56;
  private static final int PATH_LENGTH_AT = 64;
  private static final int PATH_AT = 66;
  private static final int MAX_PATH_BYTES = 1024;
  private static final int ENTRIES_AT = 1096;
  private static final int CRC_AT = SUPERBLOCK_BYTES - Integer.BYTES;

  static Superblock first(FileId file, String repository) {
    return new Superblock(MAJOR, MINOR, 0, 0, 0, file, 0, Layout.FIRST_GROUP, 0, 0, repository);
  }

  /// {@return the superblock that follows this one}
  Superblock next(long nowDurable, long nowEntries, long nowCheckpoint) {
    return new Superblock(
        major,
        Math.max(minor, MINOR),
        incompat,
        roCompat,
        compat & ~COPYING,
        file,
        generation + 1,
        nowDurable,
        nowCheckpoint,
        nowEntries,
        repository);
  }

  boolean isCopying() {
    return (compat & COPYING) != 0;
  }

  /// {@return the superblock that follows this one when a copy is about to be brought up to date}
  Superblock copying() {
    return new Superblock(
        major,
        Math.max(minor, MINOR),
        incompat,
        roCompat,
        compat | COPYING,
        file,
        generation + 1,
        durable,
        checkpoint,
        entries,
        repository);
  }

  /// {@return the same, with another place of the newest checkpoint, to be said by the next one}
  Superblock pointingTo(long place) {
    return new Superblock(
        major,
        minor,
        incompat,
        roCompat,
        compat,
        file,
        generation,
        durable,
        place,
        entries,
        repository);
  }

  /// {@return where it belongs in the file}
  long place() {
    return (generation & 1) * SUPERBLOCK_BYTES;
  }

  static boolean hasMagic(MemorySegment bytes, long at) {
    return bytes.get(LONG, at) == MAGIC;
  }

  static int majorOf(MemorySegment bytes, long at) {
    return Short.toUnsignedInt(bytes.get(SHORT, at + MAJOR_AT));
  }

  /// {@return the superblock at an offset, or null if there is no whole one}
  static @Nullable Superblock parse(MemorySegment bytes, long at) {
    if (!hasMagic(bytes, at) || bytes.get(INT, at + CRC_AT) != Layout.crc32c(bytes, at, CRC_AT)) {
      return null;
    }
    int pathLength = Short.toUnsignedInt(bytes.get(SHORT, at + PATH_LENGTH_AT));
    if (pathLength > MAX_PATH_BYTES) {
      return null;
    }
    byte[] path = bytes.asSlice(at + PATH_AT, pathLength).toArray(ValueLayout.JAVA_BYTE);
    return new Superblock(
        majorOf(bytes, at),
        Short.toUnsignedInt(bytes.get(SHORT, at + MINOR_AT)),
        bytes.get(INT, at + INCOMPAT_AT),
        bytes.get(INT, at + RO_COMPAT_AT),
        bytes.get(INT, at + COMPAT_AT),
        new FileId(bytes.get(LONG, at + FILE_AT), bytes.get(LONG, at + FILE_AT + Long.BYTES)),
        bytes.get(LONG, at + GENERATION_AT),
        bytes.get(LONG, at + DURABLE_AT),
        bytes.get(LONG, at + CHECKPOINT_AT),
        bytes.get(LONG, at + ENTRIES_AT),
        new String(path, StandardCharsets.UTF_8));
  }

  /// {@return the 4096 bytes}
  MemorySegment encode() {
    byte[] path = repository.getBytes(StandardCharsets.UTF_8);
    MemorySegment bytes = MemorySegment.ofArray(new byte[SUPERBLOCK_BYTES]);
    bytes.set(LONG, 0, MAGIC);
    bytes.set(SHORT, MAJOR_AT, (short) major);
    bytes.set(SHORT, MINOR_AT, (short) minor);
    bytes.set(INT, INCOMPAT_AT, incompat);
    bytes.set(INT, RO_COMPAT_AT, roCompat);
    bytes.set(INT, COMPAT_AT, compat);
    bytes.set(LONG, FILE_AT, file.high());
    bytes.set(LONG, FILE_AT + Long.BYTES, file.low());
    bytes.set(LONG, GENERATION_AT, generation);
    bytes.set(LONG, DURABLE_AT, durable);
    bytes.set(LONG, CHECKPOINT_AT, checkpoint);
    bytes.set(LONG, ENTRIES_AT, entries);
    bytes.set(SHORT, PATH_LENGTH_AT, (short) path.length);
    MemorySegment.copy(MemorySegment.ofArray(path), 0, bytes, PATH_AT, path.length);
    bytes.set(INT, CRC_AT, Layout.crc32c(bytes, 0, CRC_AT));
    return bytes;
  }
}
