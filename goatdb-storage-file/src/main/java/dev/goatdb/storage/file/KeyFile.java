package dev.goatdb.storage.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/// The file `keys.pem` beside the repositories, readable by its owner alone. It is replaced as a
/// whole: what is read is what was there before or what came after, never a part.
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
    try {
      writeNew(next, keys);
    } catch (FileSystemException refused) {
      throw refused;
    } catch (IOException failed) {
      Files.deleteIfExists(next);
      String message = "%s: could not be written: %s. What was there before is still there.";
      throw new IOException(
          message.formatted(directory.resolve(NAME), failed.getMessage()), failed);
    }
    disk.rename(next, directory.resolve(NAME));
    disk.forceDirectory(directory);
  }

  private static void writeNew(Path file, byte[] keys) throws IOException {
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(file, options, ownerOnly(file))) {
      ByteBuffer bytes = ByteBuffer.wrap(keys);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  /// Where a file system has other permissions, those of the directory apply.
  private static FileAttribute<?>[] ownerOnly(Path file) {
    boolean isPosix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    return isPosix
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
        : new FileAttribute<?>[0];
  }
}
