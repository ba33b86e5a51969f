package dev.goatdb.storage.file;

import java.io.IOException;

/// Puts a copy in the place of a file.
///
/// @param copy where the copy is
record Restore(Place copy) {

  void to(Place target) throws IOException {
    Disk disk = target.disk();
    if (!copy.disk().exists(copy.path())) {
      throw new IOException(copy.path() + ": is not there");
    }
    disk.makeDirectory(target.directory());
    try (DiskFile source = copy.disk().open(copy.path())) {
      new Superblocks(source, copy.path()).newest(target.repository());
      Place.Unfinished unfinished = target.begin();
      try (DiskFile file = unfinished.file()) {
        Place.copy(source, file, 0, source.size());
        file.force();
      } catch (IOException failed) {
        disk.delete(unfinished.path());
        throw failed;
      }
      disk.rename(unfinished.path(), target.path());
    }
    disk.forceDirectory(target.directory());
  }
}
