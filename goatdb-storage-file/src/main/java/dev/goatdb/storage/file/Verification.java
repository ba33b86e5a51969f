package dev.goatdb.storage.file;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/// Looks at all that a walk over the whole file does not look at by itself.
///
/// @param source the file
record Verification(Contents.Source source) implements GroupWalk.Sink {

  /// Of a checkpoint, the walk looks at the head alone.
  @Override
  public boolean group(GroupHeader header, long first) throws IOException {
    boolean isCheckpoint = header.type() == GroupType.CHECKPOINT.code();
    if (isCheckpoint && !source.reader().isWhole(header)) {
      source.damage().add(header.lsn(), "a checkpoint is damaged; what it holds is derived again");
    }
    return true;
  }

  @Override
  public void entry(long number, long position, MemorySegment bytes, long body, int length) {}

  @Override
  public void block(long number, long position, MemorySegment bytes, long body, int length)
      throws IOException {
    try {
      Block.unpack(bytes, body, length);
    } catch (IOException malformed) {
      source.damage().add(position, String.valueOf(malformed.getMessage()));
    }
  }
}
