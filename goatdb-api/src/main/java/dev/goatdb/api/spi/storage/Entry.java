package dev.goatdb.api.spi.storage;

import dev.goatdb.api.commit.CommitId;
import java.lang.foreign.MemorySegment;

/// A name and the bytes under it.
///
/// @param id the name; two entries with one name hold bodies that mean the same
/// @param bytes the body, read only
public record Entry(CommitId id, MemorySegment bytes) {

  /// Makes the body read-only.
  public Entry {
    bytes = bytes.asReadOnly();
  }
}
