package dev.goatdb.storage.file;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Copies a file up to what is known to be on the medium, with a superblock that says so: such
/// bytes do not change any more, so nobody has to wait.
///
/// What an earlier copy holds is not copied again if it is a beginning of this file: it is of the
/// same file id, and the last opening that it holds is one of this file's. For two files of one
/// origin differ from the first opening on that they do not share. While such a copy is brought up
/// to date, its superblock says so: groups that were written to it in any order claim, rightly for
/// the file that they come from, that what is before them was forced.
///
/// @param source the file
/// @param place where the file is
record Backup(DiskFile source, Place place) {

  /// @param target where the copy is, or will be
  /// @param durable what of the source is on the medium
  /// @return how many bytes were copied
  long to(Place target, long durable) throws IOException {
    Superblock known = new Superblocks(source, place.path()).newest(place.repository());
    long checkpoint = known.checkpoint() < durable ? known.checkpoint() : 0;
    Disk disk = target.disk();
    if (disk.exists(target.path())) {
      try (DiskFile copy = disk.open(target.path())) {
        Superblock held = held(copy, target, known.file(), durable);
        if (held != null) {
          if (held.durable() == durable && !held.isCopying()) {
            return 0;
          }
          Superblock marked = held.copying();
          write(copy, marked);
          cutBehind(copy, held);
          Place.copy(source, copy, held.durable(), durable);
          copy.force();
          Superblock next = marked.next(durable, known.entries(), checkpoint);
          write(copy, next);
          write(copy, next.next(durable, known.entries(), checkpoint));
          return durable - held.durable();
        }
      }
    }
    return whole(target, known, durable, checkpoint);
  }

  /// Who opened the copy may have left groups behind its end, which would pass for this file's.
  private static void cutBehind(DiskFile copy, Superblock held) throws IOException {
    if (copy.size() > held.durable()) {
      copy.truncate(held.durable());
    }
  }

  private long whole(Place target, Superblock known, long durable, long checkpoint)
      throws IOException {
    Disk disk = target.disk();
    disk.makeDirectory(target.directory());
    Place.Unfinished unfinished = target.begin();
    try (DiskFile copy = unfinished.file()) {
      Superblock first = known.next(durable, known.entries(), checkpoint);
      Superblock second = first.next(durable, known.entries(), checkpoint);
      Place.copy(source, copy, Layout.FIRST_GROUP, durable);
      copy.write(first.place(), first.encode());
      write(copy, second);
    } catch (IOException failed) {
      disk.delete(unfinished.path());
      throw failed;
    }
    disk.rename(unfinished.path(), target.path());
    disk.forceDirectory(target.directory());
    return durable;
  }

  private static void write(DiskFile copy, Superblock superblock) throws IOException {
    copy.write(superblock.place(), superblock.encode());
    copy.force();
  }

  /// {@return the superblock of a copy that is a beginning of this file, or null if it is not one}
  private @Nullable Superblock held(DiskFile copy, Place target, FileId file, long durable)
      throws IOException {
    Superblock held;
    try {
      held = new Superblocks(copy, target.path()).newest(place.repository());
    } catch (IOException somethingElse) {
      return null;
    }
    boolean isOfFile = held.file().equals(file) && held.durable() <= durable;
    return isOfFile && copy.size() >= held.durable() && isBeginning(copy, held) ? held : null;
  }

  private boolean isBeginning(DiskFile copy, Superblock held) throws IOException {
    GroupReader groups = new GroupReader(copy, held.file(), place.path());
    long at = Layout.FIRST_GROUP;
    GroupHeader begin = null;
    while (at < held.durable()) {
      GroupHeader header = groups.headerAt(at, held.durable());
      if (header == null) {
        return false;
      }
      begin = header.type() == GroupType.BEGIN.code() ? header : begin;
      at = header.end();
    }
    return begin == null || isSame(copy, begin);
  }

  private boolean isSame(DiskFile copy, GroupHeader begin) throws IOException {
    long length = begin.end() - begin.lsn();
    MemorySegment there = copy.read(begin.lsn(), length);
    return there.mismatch(source.read(begin.lsn(), length)) == -1;
  }
}
