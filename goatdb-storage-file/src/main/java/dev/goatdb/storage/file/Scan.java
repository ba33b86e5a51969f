package dev.goatdb.storage.file;

import static dev.goatdb.storage.file.Layout.RECORD_HEADER_BYTES;

import dev.goatdb.api.spi.storage.CommitLog;
import dev.goatdb.api.spi.storage.Entry;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/// Shows the entries of a stretch to a visitor.
///
/// @param path for messages
/// @param from number of the first entry to be shown
/// @param to number behind the last
/// @param visitor sees them
/// @param check asked for each group whether to go on, by throwing
record Scan(Path path, long from, long to, CommitLog.Visitor visitor, Check check)
    implements GroupWalk.Sink {

  /// Throws if the log was closed.
  interface Check {
    void run() throws IOException;
  }

  @Override
  public boolean group(GroupHeader header, long first) throws IOException {
    check.run();
    return first < to;
  }

  @Override
  public void entry(long number, long position, MemorySegment bytes, long body, int length)
      throws IOException {
    if (number >= from && number < to) {
      visitor.visit(number, new Entry(Ids.read(bytes, body), Records.content(bytes, body, length)));
    }
  }

  @Override
  public void block(long number, long position, MemorySegment bytes, long body, int length)
      throws IOException {
    int count = Block.count(bytes, body);
    if (number + count <= from || number >= to) {
      return;
    }
    Block.Unpacked block = unpacked(position, bytes, body, length);
    for (int i = (int) Math.max(0, from - number); i < count && number + i < to; i++) {
      visitor.visit(number + i, new Entry(Ids.read(bytes, Block.idAt(body, i)), block.body(i)));
    }
  }

  private Block.Unpacked unpacked(long position, MemorySegment bytes, long body, int length)
      throws IOException {
    try {
      return Block.unpack(bytes, body, length);
    } catch (IOException malformed) {
      String message = "%s: offset %d: %s";
      throw new IOException(
          message.formatted(path, position - RECORD_HEADER_BYTES, malformed.getMessage()),
          malformed);
    }
  }
}
