package dev.goatdb.storage.file;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/// An opened file. One thread writes, forces, truncates and closes; any thread reads.
interface DiskFile extends AutoCloseable {

  long size() throws IOException;

  /// {@return bytes of the file as they are now, read only} Before [#settle()] they are valid until
  /// the next truncation or close, after it as long as they are held.
  ///
  /// @throws IOException if the file ends before, or cannot be read
  MemorySegment read(long offset, long length) throws IOException;

  /// The file is fit for use: what is read from now on stays valid as long as it is held.
  default void settle() {}

  /// As [#read(long, long)], for a large piece that is used for long, valid as long as it is held.
  default MemorySegment map(long offset, long length) throws IOException {
    return read(offset, length);
  }

  /// Writes all of it, also beyond the end. After an exception any part of it may have been
  /// written.
  void write(long offset, MemorySegment bytes) throws IOException;

  /// Cuts the file. Nobody may read behind the cut any more, and before [#settle()] nobody may hold
  /// anything that was read.
  void truncate(long size) throws IOException;

  /// Returns when everything written is on the medium.
  void force() throws IOException;

  /// Another file is about to come in its place: who reads must not need its name any more.
  default void mapAll() throws IOException {}

  /// Another file came in its place: nothing more is written, and who reads may go on.
  default void retire() throws IOException {
    close();
  }

  @Override
  void close() throws IOException;
}
