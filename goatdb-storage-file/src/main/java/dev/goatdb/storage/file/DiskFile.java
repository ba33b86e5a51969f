package dev.goatdb.storage.file;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/// An opened file. One thread writes, forces, truncates and closes; any thread reads.
interface DiskFile extends AutoCloseable {

  long size() throws IOException;

  /// {@return bytes of the file as they are now, read only, valid until the next truncation or
  /// close}
  ///
  /// @throws IOException if the file ends before, or cannot be read
  MemorySegment read(long offset, long length) throws IOException;

  /// As [#read(long, long)], for a large piece that is used for long.
  default MemorySegment map(long offset, long length) throws IOException {
    return read(offset, length);
  }

  /// Writes all of it, also beyond the end. After an exception any part of it may have been
  /// written.
  void write(long offset, MemorySegment bytes) throws IOException;

  /// Cuts the file. What was read becomes invalid: a file is never shortened while a part of it is
  /// in use.
  void truncate(long size) throws IOException;

  /// Returns when everything written is on the medium.
  void force() throws IOException;

  @Override
  void close() throws IOException;
}
