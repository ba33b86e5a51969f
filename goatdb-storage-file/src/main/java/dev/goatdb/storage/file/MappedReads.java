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
import org.jspecify.annotations.Nullable;

/// Reads of a growing file without a system call each.
///
/// The file is mapped as far as it goes at the first read; when a read goes beyond, what has grown
/// since is mapped as a further piece. Space is allocated ahead in steps, so there are few pieces.
/// Nothing mapped is mapped again. A range over two pieces is copied together.
///
/// Until [#settle()] the mappings can be taken back, for a recovery may have to cut the file. After
/// it they live as long as anybody holds a segment: also when the file is closed, or another one
/// has come in its place.
///
/// Any thread reads. Only making a piece touches a channel, one of its own: if an interrupt closes
/// it, it is opened again.
final class MappedReads {

  private static final long MOST_ON_HEAP = 1 << 20;

  /// A mapped part of the file.
  private record Piece(long start, MemorySegment bytes) {
    long end() {
      return start + bytes.byteSize();
    }
  }

  /// What is mapped at one time: pieces without gaps, from 0.
  private record Pieces(List<Piece> list, boolean isOpen) {
    static final Pieces NONE = new Pieces(List.of(), true);
    static final Pieces CLOSED = new Pieces(List.of(), false);

    long end() {
      return list.isEmpty() ? 0 : list.getLast().end();
    }
  }

  private final Path path;
  private FileChannel channel;
  private volatile Pieces pieces = Pieces.NONE;

  /// What the pieces live in until they are settled.
  private @Nullable Arena unsettled = closable();

  private boolean isRetired;

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

  /// {@return a piece of its own, however large}
  synchronized MemorySegment map(long offset, long length) throws IOException {
    return map(offset, offset + length, Arena.ofAuto()).bytes.asSlice(0, length);
  }

  /// Lets what is mapped from now on stay as long as it is used. Nobody may hold anything that was
  /// read before.
  synchronized void settle() {
    Arena old = unsettled;
    if (old != null) {
      unsettled = null;
      pieces = Pieces.NONE;
      old.close();
    }
  }

  @SuppressWarnings("MustBeClosedChecker") // settle() or close() closes it
  private static Arena closable() {
    return Arena.ofShared();
  }

  /// Gives the mappings back, as far as nobody holds them, and cuts the file before anything is
  /// mapped again.
  synchronized void unmapAndCut(FileChannel writable, long size) throws IOException {
    Arena old = unsettled;
    pieces = Pieces.NONE;
    if (old != null) {
      unsettled = closable();
      old.close();
    }
    writable.truncate(size);
  }

  /// Maps all that is not mapped yet.
  synchronized void mapAll() throws IOException {
    Piece rest = map(pieces.end(), pieces.end(), Arena.ofAuto());
    if (rest.bytes.byteSize() > 0) {
      add(rest);
    }
  }

  /// Gives the file up. What is mapped is read until nobody holds this any more.
  synchronized void retire() throws IOException {
    isRetired = true;
    channel.close();
  }

  synchronized void close() throws IOException {
    settle();
    pieces = Pieces.CLOSED;
    channel.close();
  }

  private synchronized Pieces grow(long wanted) throws IOException {
    Pieces now = pieces;
    if (!now.isOpen) {
      throw new IOException(path + ": is closed");
    }
    if (wanted <= now.end()) {
      return now;
    }
    if (isRetired) {
      throw new IOException(path + ": another file came in its place");
    }
    Arena arena = unsettled;
    Piece piece = map(now.end(), wanted, arena != null ? arena : Arena.ofAuto());
    add(piece);
    return pieces;
  }

  private void add(Piece piece) {
    List<Piece> longer = new ArrayList<>(pieces.list);
    longer.add(piece);
    pieces = new Pieces(List.copyOf(longer), true);
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
