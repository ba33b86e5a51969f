package dev.goatdb.storage.file;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/// Keeps zeros written ahead of the end, so that a forced append changes no metadata of the file,
/// and so that a full disk is met here, before anything of a group is written.
final class SpaceAhead {

  private static final long LEAST = 64 << 10;
  private static final long MOST = 4 << 20;
  private static final long STEP = 64 << 10;
  private static final long BLOCK = 4096;

  private final DiskFile disk;
  private final Path path;
  private final MemorySegment zeros = Arena.ofAuto().allocate(STEP);
  private volatile long allocated;

  SpaceAhead(DiskFile disk, Path path) throws IOException {
    this.disk = disk;
    this.path = path;
    this.allocated = disk.size();
  }

  long allocated() {
    return allocated;
  }

  /// Makes sure that the file reaches beyond `wanted`.
  ///
  /// @throws IOException if there is no room; what is in the file is as before
  void reserve(long wanted) throws IOException {
    if (wanted <= allocated) {
      return;
    }
    try {
      extend(wanted + Math.clamp(wanted / 8, LEAST, MOST));
    } catch (IOException noRoomAhead) {
      try {
        extend(Layout.align(wanted, (int) BLOCK));
      } catch (IOException noRoom) {
        noRoom.addSuppressed(noRoomAhead);
        String message =
            "%s: nothing was appended: %s. Make room on the disk; reading goes on meanwhile";
        throw new IOException(message.formatted(path, noRoom.getMessage()), noRoom);
      }
    }
  }

  private void extend(long to) throws IOException {
    wipe(allocated, to);
    allocated = to;
  }

  /// Writes zeros.
  void wipe(long from, long to) throws IOException {
    for (long at = from; at < to; at += STEP) {
      disk.write(at, zeros.asSlice(0, Math.min(STEP, to - at)));
    }
  }
}
