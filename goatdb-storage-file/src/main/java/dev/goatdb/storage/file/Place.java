package dev.goatdb.storage.file;

import dev.goatdb.api.spi.runtime.Env;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/// Where the file of a repository is, and how a new one comes in its place: written under another
/// name, forced, renamed, and the name forced.
///
/// @param disk the file system
/// @param path the file
/// @param repository path of the repository
/// @param env chance
/// @param cache blocks that were unpacked
record Place(Disk disk, Path path, String repository, Env env, BlockCache cache) {

  private static final String UNFINISHED = ".tmp-";

  /// A file under another name.
  ///
  /// @param file the file, opened
  /// @param path its name
  /// @param superblock the newer of its two
  record Unfinished(DiskFile file, Path path, Superblock superblock) {}

  /// Makes an empty log under another name. It is not forced.
  Unfinished begin() throws IOException {
    FileId id = newFileId();
    Path unfinished = path.resolveSibling(path.getFileName() + UNFINISHED + id);
    DiskFile file = disk.open(unfinished);
    try {
      Superblock first = Superblock.first(id, repository);
      Superblock second = first.next(first.durable(), 0, 0);
      file.write(first.place(), first.encode());
      file.write(second.place(), second.encode());
      return new Unfinished(file, unfinished, second);
    } catch (IOException failed) {
      abandon(file, unfinished);
      throw failed;
    }
  }

  /// Removes what did not become the log.
  void abandon(DiskFile file, Path unfinished) throws IOException {
    try (file) {
      disk.delete(unfinished);
    }
  }

  /// Opens and recovers the file that is in place.
  Volume open() throws IOException {
    DiskFile file = disk.open(path);
    try {
      Damage damage = new Damage(path);
      Recovery.Recovered recovered = new Recovery(file, path, damage, cache).run(repository);
      file.settle();
      return new Volume(this, file, recovered, BlockPacker.Effort.QUICK);
    } catch (IOException | RuntimeException refused) {
      file.close();
      throw refused;
    } catch (InternalError failed) {
      file.close();
      throw new IOException(path + ": cannot be read: the medium failed.", failed);
    }
  }

  /// Opens a log that [#begin()] made, to be filled.
  Volume fill(Unfinished unfinished) throws IOException {
    Damage damage = new Damage(path);
    FileId id = unfinished.superblock.file();
    Records records = new Records(unfinished.file, id, path, damage, cache);
    GroupReader reader = new GroupReader(unfinished.file, id, path);
    GroupWalk.Start start = GroupWalk.Start.OF_FILE;
    Contents empty =
        new Contents(
            new Contents.Source(reader, records, damage),
            List.of(),
            new HeapIndex(records, start, start.at()));
    Recovery.Recovered nothing =
        new Recovery.Recovered(unfinished.superblock, start.at(), 0, start.at(), 1, 0, empty);
    unfinished.file.settle();
    return new Volume(this, unfinished.file, nothing, BlockPacker.Effort.TIGHT);
  }

  /// Copies a beginning of a file that is whole.
  static void copy(DiskFile from, DiskFile to, long begin, long end) throws IOException {
    long step = 1 << 20;
    for (long at = begin; at < end; at += step) {
      MemorySegment piece = from.read(at, Math.min(step, end - at));
      to.write(at, piece);
    }
  }

  FileId newFileId() {
    byte[] bytes = new byte[2 * Long.BYTES];
    env.random(bytes);
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new FileId(buffer.getLong(), buffer.getLong());
  }

  Path directory() {
    return path.resolveSibling(".").normalize();
  }
}
