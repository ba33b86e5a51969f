package dev.goatdb.storage.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/// The file `keys.pem` beside the repositories, readable by its owner alone. It is replaced as a whole: what is read is what was
/// there before or what came after, never a part.
final class KeyFile {

  private static final String NAME = "keys.pem";
  private static final String NEXT = "keys.pem.tmp";
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private final Path directory;
  private final Disk disk;

  KeyFile(Path directory, Disk disk) {
    this.directory = directory;
    this.disk = disk;
  }

  Optional<byte[]> read() throws IOException {
    Path file = directory.resolve(NAME);
    return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
  }

  void write(byte[] keys) throws IOException {
    Path next = directory.resolve(NEXT);
    Files.deleteIfExists(next);
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(next, options, ownerOnly(directory))) {
      ByteBuffer bytes = ByteBuffer.wrap(keys);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    disk.rename(next, directory.resolve(NAME));
    disk.forceDirectory(directory);
  }

  /// Where a file system has other permissions, those of the directory apply.
  private static FileAttribute<?>[] ownerOnly(Path directory) {
    boolean isPosix = directory.getFileSystem().supportedFileAttributeViews().contains("posix");
    return isPosix
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
        : new FileAttribute<?>[0];
  }
}
