package dev.goatdb.api.spi.storage;

import java.lang.foreign.MemorySegment;

/// What the engine derived from a stretch of a log, kept so that the next opening need not read
/// that stretch. It can be derived again from the entries at any time: a storage may drop
/// checkpoints, never alter them.
///
/// @param from position of the first entry that it covers
/// @param to position after the last entry that it covers
/// @param bytes what the engine wants back, as it gave it
public record Checkpoint(long from, long to, MemorySegment bytes) {

  /// Checks the stretch.
  ///
  /// @throws IllegalArgumentException if it is empty or negative
  public Checkpoint {
    if (from < 0 || to <= from) {
      throw new IllegalArgumentException("a checkpoint of entries " + from + " to " + to);
    }
  }
}
