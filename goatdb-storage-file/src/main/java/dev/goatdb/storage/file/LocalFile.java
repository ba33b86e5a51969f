package dev.goatdb.storage.file;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A file that is written through a channel and read through mappings.
///
/// An interrupt closes a channel for everybody, so the interrupt of a thread that gets here is put
/// aside during the call and given back after it. Writing is left to the engine's own threads all
/// the same, which nobody interrupts.
final class LocalFile implements DiskFile {

  private final FileChannel channel;
  private final MappedReads reads;

  private LocalFile(FileChannel channel, MappedReads reads) {
    this.channel = channel;
    this.reads = reads;
  }

  static LocalFile open(Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      return new LocalFile(channel, new MappedReads(path));
    } catch (IOException | RuntimeException refused) {
      channel.close();
      throw refused;
    }
  }

  @Override
  public long size() throws IOException {
    return uninterrupted(channel::size);
  }

  @Override
  public MemorySegment read(long offset, long length) throws IOException {
    return reads.read(offset, length);
  }

  @Override
  public MemorySegment map(long offset, long length) throws IOException {
    return reads.map(offset, length);
  }

  @Override
  public void settle() {
    reads.settle();
  }

  @Override
  public void write(long offset, MemorySegment bytes) throws IOException {
    ByteBuffer buffer = bytes.asByteBuffer();
    uninterrupted(() -> {
      while (buffer.hasRemaining()) {
        channel.write(buffer, offset + buffer.position());
      }
      return true;
    });
  }

  @Override
  public void truncate(long size) throws IOException {
    uninterrupted(() -> {
      reads.unmapAndCut(channel, size);
      return true;
    });
  }

  @Override
  public void force() throws IOException {
    uninterrupted(() -> {
      channel.force(false);
      return true;
    });
  }

  @Override
  public void mapAll() throws IOException {
    reads.mapAll();
  }

  @Override
  public void retire() throws IOException {
    try (channel) {
      reads.retire();
    }
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      reads.close();
    }
  }

  private static <T> T uninterrupted(Call<T> call) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      return call.run();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// Something that does I/O.
  private interface Call<T> {
    T run() throws IOException;
  }
}
