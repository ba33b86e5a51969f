package dev.goatdb.storage.file;

import static dev.goatdb.storage.file.Layout.FIRST_GROUP;
import static dev.goatdb.storage.file.Layout.SUPERBLOCK_BYTES;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Chooses and checks the superblock of a file.
final class Superblocks {

  private static final String MOVE_AWAY =
      "Restore it from a backup, or move it away and let a peer send the repository again.";

  private final DiskFile disk;
  private final Path path;

  Superblocks(DiskFile disk, Path path) {
    this.disk = disk;
    this.path = path;
  }

  /// {@return the newest whole superblock}
  ///
  /// @throws IOException naming what the file is instead, and the remedy; nothing was changed
  Superblock newest(String repository) throws IOException {
    long size = disk.size();
    if (size < FIRST_GROUP) {
      throw refused(
          "truncated: %d bytes, expected at least %d".formatted(size, FIRST_GROUP), MOVE_AWAY);
    }
    MemorySegment bytes = disk.read(0, FIRST_GROUP);
    Superblock newest =
        newer(Superblock.parse(bytes, 0), Superblock.parse(bytes, SUPERBLOCK_BYTES));
    if (newest == null) {
      throw unreadable(bytes);
    }
    requireSupported(newest);
    if (!newest.repository().equals(repository)) {
      throw refused(
          "holds repository %s, expected %s".formatted(newest.repository(), repository),
          "Move it back to where it belongs.");
    }
    return newest;
  }

  /// {@return whether both copies are whole} One of them may be torn by a crash; that costs
  /// nothing.
  boolean areBothWhole() throws IOException {
    MemorySegment bytes = disk.read(0, FIRST_GROUP);
    return Superblock.parse(bytes, 0) != null && Superblock.parse(bytes, SUPERBLOCK_BYTES) != null;
  }

  /// {@return where the superblocks say that checkpoints are, the newer one first}
  List<Long> checkpoints() throws IOException {
    MemorySegment bytes = disk.read(0, FIRST_GROUP);
    return Stream.of(Superblock.parse(bytes, 0), Superblock.parse(bytes, SUPERBLOCK_BYTES))
        .filter(Objects::nonNull)
        .sorted(Comparator.comparingLong(Superblock::generation).reversed())
        .map(Superblock::checkpoint)
        .filter(at -> at >= FIRST_GROUP)
        .distinct()
        .toList();
  }

  private static @Nullable Superblock newer(@Nullable Superblock a, @Nullable Superblock b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return a.generation() > b.generation() ? a : b;
  }

  private IOException unreadable(MemorySegment bytes) {
    boolean first = Superblock.hasMagic(bytes, 0);
    boolean second = Superblock.hasMagic(bytes, SUPERBLOCK_BYTES);
    if (!first && !second) {
      return refused("not a GoatDB repository", MOVE_AWAY);
    }
    int major = Superblock.majorOf(bytes, first ? 0 : SUPERBLOCK_BYTES);
    return major > Superblock.MAJOR
        ? newerVersion(major, 0)
        : refused("both superblocks are damaged", MOVE_AWAY);
  }

  private void requireSupported(Superblock superblock) throws IOException {
    if (superblock.major() != Superblock.MAJOR) {
      throw newerVersion(superblock.major(), superblock.minor());
    }
    if (superblock.incompat() != 0 || superblock.roCompat() != 0) {
      throw refused(
          "uses features (%x, %x) that this version does not know"
              .formatted(superblock.incompat(), superblock.roCompat()),
          "Open it with the version that wrote it, or a newer one.");
    }
  }

  private IOException newerVersion(int major, int minor) {
    return refused(
        "written in format %d.%d, this version reads %d.x"
            .formatted(major, minor, Superblock.MAJOR),
        "Open it with the version that wrote it, or a newer one.");
  }

  private IOException refused(String what, String remedy) {
    return new IOException("%s: %s. %s".formatted(path, what, remedy));
  }
}
