package dev.goatdb.storage.file;

import java.lang.foreign.MemorySegment;

/// Looks for one entry in a walk. Also where the place is damaged: then the walk finds what is
/// left.
final class EntrySearch implements GroupWalk.Sink {

  private final long wanted;
  private long location;

  EntrySearch(long wanted) {
    this.wanted = wanted;
  }

  /// {@return where the entry is, 0 if the walk did not meet it}
  long location() {
    return location;
  }

  @Override
  public boolean group(GroupHeader header, long first) {
    return first <= wanted;
  }

  @Override
  public void entry(long number, long position, MemorySegment bytes, long body, int length) {
    if (number == wanted) {
      location = position;
    }
  }

  @Override
  public void block(long number, long position, MemorySegment bytes, long body, int length) {
    if (wanted >= number && wanted < number + Block.count(bytes, body)) {
      location = Location.ofBlock(position, (int) (wanted - number));
    }
  }
}
