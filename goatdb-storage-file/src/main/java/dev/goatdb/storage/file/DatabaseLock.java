package dev.goatdb.storage.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.regex.Pattern;

/// One opening of a database directory at a time, on this machine.
///
/// The file `.lock` is locked while the database is open, and the operating system gives the lock
/// back however the process ends. Closing *any* descriptor of a locked file drops the lock of the
/// process, so within a process the file is opened only after an entry in a registry is taken. That
/// registry is the system properties: unlike a static field, they are one per process, also where
/// two class loaders have loaded this class. The file holds the process's number, for the message;
/// the byte that is locked is far behind it, so that the number can be read where locks bar
/// reading.
final class DatabaseLock implements AutoCloseable {

  private static final String FILE = ".lock";
  private static final String REGISTRY_PREFIX = "dev.goatdb.storage.file.open:";
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;
  private static final Pattern PROCESS = Pattern.compile("[0-9]{1,19}");

  private final String registryKey;
  private final FileChannel channel;

  private DatabaseLock(String registryKey, FileChannel channel) {
    this.registryKey = registryKey;
    this.channel = channel;
  }

  /// Locks a directory.
  ///
  /// @throws IOException if it is in use, naming the process
  static DatabaseLock take(Path directory) throws IOException {
    String key = REGISTRY_PREFIX + directory.toRealPath();
    if (System.getProperties().putIfAbsent(key, "") != null) {
      throw new IOException(
          "%s is in use by process %d, this one. One process opens a directory, once; share what it opened."
              .formatted(directory, ProcessHandle.current().pid()));
    }
    boolean isTaken = false;
    try {
      FileChannel channel = lockFile(directory);
      isTaken = true;
      return new DatabaseLock(key, channel);
    } finally {
      if (!isTaken) {
        System.getProperties().remove(key);
      }
    }
  }

  private static FileChannel lockFile(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    boolean isLocked = false;
    try {
      FileLock lock = channel.tryLock(LOCKED_BYTE, 1, false);
      isLocked = lock != null;
      if (!isLocked) {
        throw inUse(directory, file);
      }
      byte[] process =
          Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(process), 0);
      return channel;
    } finally {
      if (!isLocked) {
        channel.close();
      }
    }
  }

  private static IOException inUse(Path directory, Path file) throws IOException {
    String by = holder(file).map(process -> "process " + process).orElse("another process");
    return new IOException(
        "%s is in use by %s. One process opens a directory; let it listen and connect to it."
            .formatted(directory, by));
  }

  private static Optional<String> holder(Path file) throws IOException {
    String text = new String(Files.readAllBytes(file), StandardCharsets.US_ASCII).strip();
    return PROCESS.matcher(text).matches() ? Optional.of(text) : Optional.empty();
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      channel.truncate(0);
    } finally {
      System.getProperties().remove(registryKey);
    }
  }
}
