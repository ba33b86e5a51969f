package dev.goatdb.storage.file;

import dev.goatdb.api.spi.storage.Compaction;
import java.io.IOException;

/// The rewriting of a log that is open.
final class LogCompaction implements Compaction {

  /// So much may be left to be copied on the thread that appends.
  private static final long LITTLE = 1 << 20;

  private static final int MOST_ROUNDS = 16;

  private final FileLog log;
  private final Rewrite rewrite;
  private final Volume source;
  private boolean isDone;

  LogCompaction(FileLog log, Rewrite rewrite, Volume source) {
    this.log = log;
    this.rewrite = rewrite;
    this.source = source;
  }

  @Override
  public void copy() throws IOException {
    for (int round = 0; round < MOST_ROUNDS; round++) {
      requireSame();
      Contents contents = log.contents();
      long end = contents.end();
      log.readable(() -> {
        rewrite.copy(contents, end, at -> end);
        return end;
      });
      if (contents.end() - rewrite.next().at() < LITTLE) {
        return;
      }
    }
  }

  @Override
  public void finish() throws IOException {
    log.requireWritable();
    requireSame();
    GroupWriter writer = source.writer();
    long end = writer.end();
    try {
      log.readable(() -> {
        rewrite.copy(source.contents(), end, at -> end);
        source.disk().mapAll();
        log.adopt(rewrite.finish(writer.number()));
        return end;
      });
    } catch (IOException failed) {
      if (rewrite.isInPlace()) {
        log.endWriting(failed);
      }
      throw failed;
    }
    end();
  }

  @Override
  public void close() throws IOException {
    if (!isDone) {
      end();
      rewrite.abandon();
    }
  }

  private void end() {
    isDone = true;
    log.compactionEnded();
  }

  private void requireSame() throws IOException {
    log.requireOpen();
    if (isDone || log.volume() != source) {
      throw new IOException("the log came to a new file meanwhile");
    }
  }
}
