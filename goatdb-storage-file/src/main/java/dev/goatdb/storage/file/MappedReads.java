package dev.goatdb.storage.file;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// Reads of a growing file without a system call each.
///
/// The file is mapped as far as it goes at the first read; when a read goes beyond, what has grown
/// since is mapped as a further piece. Space is allocated ahead in steps, so there are few pieces.
/// Nothing mapped is mapped again, and segments handed out stay valid until
/// [#unmapAndCut(FileChannel, long)]. A range over two pieces is copied together.
///
/// Any thread reads. Only making a piece touches a channel, one of its own: if an interrupt closes
/// it, it is opened again.
final class MappedReads {

  private static final int UNMAP_ATTEMPTS = 100_000;
  private static final long MOST_ON_HEAP = 1 << 20;

  /// A mapped part of the file.
  private record Piece(long start, MemorySegment bytes) {
    long end() {
      return start + bytes.byteSize();
    }
  }

  /// What is mapped at one time: pieces without gaps, from 0.
  private record Pieces(Arena arena, List<Piece> list, boolean isOpen) {
    @SuppressWarnings("MustBeClosedChecker") // unmapAndCut() and close() close it
    static Pieces none() {
      return new Pieces(Arena.ofShared(), List.of(), true);
    }

    static Pieces closed() {
      return new Pieces(Arena.global(), List.of(), false);
    }

    long end() {
      return list.isEmpty() ? 0 : list.getLast().end();
    }
  }

  private final Path path;
  private FileChannel channel;
  private volatile Pieces pieces = Pieces.none();

  MappedReads(Path path) throws IOException {
    this.path = path;
    this.channel = FileChannel.open(path, StandardOpenOption.READ);
  }

  MemorySegment read(long offset, long length) throws IOException {
    Pieces now = pieces;
    if (!now.isOpen || offset + length > now.end()) {
      now = grow(offset + length);
    }
    int index = indexOf(now.list, offset);
    Piece piece = now.list.get(index);
    return offset + length <= piece.end()
        ? piece.bytes.asSlice(offset - piece.start, length)
        : gather(now.list, index, offset, length);
  }

  /// Gives the mappings back, after the reads that are just under way, and cuts the file before
  /// anything is mapped again.
  synchronized void unmapAndCut(FileChannel writable, long size) throws IOException {
    Arena old = pieces.arena;
    pieces = Pieces.none();
    closeArena(old);
    writable.truncate(size);
  }

  synchronized void close() throws IOException {
    if (!pieces.isOpen) {
      return;
    }
    Arena old = pieces.arena;
    pieces = Pieces.closed();
    try {
      closeArena(old);
    } finally {
      channel.close();
    }
  }

  /// An arena refuses to close while another thread computes over it, for example a checksum; that
  /// takes microseconds.
  private void closeArena(Arena arena) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        arena.close();
        return;
      } catch (IllegalStateException inUse) {
        if (attempt == UNMAP_ATTEMPTS) {
          throw new IOException(path + ": still being read, cannot be unmapped", inUse);
        }
        Thread.yield();
      }
    }
  }

  private synchronized Pieces grow(long wanted) throws IOException {
    Pieces now = pieces;
    if (!now.isOpen) {
      throw new IOException(path + ": is closed");
    }
    if (wanted <= now.end()) {
      return now;
    }
    Piece piece = map(now.end(), wanted, now.arena);
    List<Piece> longer = new ArrayList<>(now.list);
    longer.add(piece);
    pieces = new Pieces(now.arena, List.copyOf(longer), true);
    return pieces;
  }

  private Piece map(long start, long wanted, Arena arena) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          long size = channel.size();
          if (size < wanted) {
            throw new IOException(path + ": ends at " + size + ", expected " + wanted + " bytes");
          }
          return new Piece(
              start, channel.map(FileChannel.MapMode.READ_ONLY, start, size - start, arena));
        } catch (ClosedChannelException closedByInterrupt) {
          interrupted |= Thread.interrupted();
          channel = FileChannel.open(path, StandardOpenOption.READ);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static int indexOf(List<Piece> list, long offset) {
    int low = 0;
    int high = list.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (list.get(middle).start <= offset) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private static MemorySegment gather(List<Piece> list, int first, long offset, long length) {
    MemorySegment whole =
        length <= MOST_ON_HEAP
            ? MemorySegment.ofArray(new byte[(int) length])
            : Arena.ofAuto().allocate(length, Long.BYTES);
    long done = 0;
    for (int index = first; done < length; index++) {
      Piece piece = list.get(index);
      long from = offset + done - piece.start;
      long part = Math.min(length - done, piece.bytes.byteSize() - from);
      MemorySegment.copy(piece.bytes, from, whole, done, part);
      done += part;
    }
    return whole.asReadOnly();
  }
}
