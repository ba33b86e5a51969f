package dev.goatdb.core.engine;

import dev.goatdb.api.GoatDbConfig;
import dev.goatdb.api.error.GoatDbException;
import dev.goatdb.api.spi.runtime.Env;
import dev.goatdb.api.spi.storage.Storage;
import dev.goatdb.core.trust.KeyRing;
import dev.goatdb.core.trust.SigningKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/// Where the private keys are kept: the file that the configuration names, or the place that the
/// storage has for them. Keys that cannot be read stop the start; they are never replaced.
final class Keys {

  private final Storage storage;
  private final Optional<Path> file;
  private volatile KeyRing ring;

  private Keys(Storage storage, Optional<Path> file, KeyRing ring) {
    this.storage = storage;
    this.file = file;
    this.ring = ring;
  }

  /// {@return the keys of a database, made if there are none}
  static Keys open(Storage storage, GoatDbConfig config, Env env, String place) {
    Optional<Path> file = config.keyFile();
    String where = file.map(Path::toString).orElse(place);
    try {
      Optional<byte[]> kept = file.isPresent() ? read(file.get()) : storage.readKeys();
      if (kept.isPresent()) {
        return new Keys(storage, file, KeyRing.parse(kept.get(), where));
      }
      if (!storage.repositories().isEmpty()) {
        throw new GoatDbException.Configuration(
            "the keys of %s are missing, and it holds data. Bring them back from a backup: with other keys it would be another database."
                .formatted(where));
      }
      Keys keys = new Keys(storage, file, KeyRing.fresh(SigningKey.generate(env), env.now()));
      keys.save(keys.ring);
      return keys;
    } catch (IOException e) {
      throw new GoatDbException.Storage("keys of " + where + ": " + e.getMessage(), e);
    }
  }

  private static Optional<byte[]> read(Path file) throws IOException {
    return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
  }

  /// {@return the keys in use}
  KeyRing ring() {
    return ring;
  }

  /// Keeps other keys and uses them from now on.
  ///
  /// @throws GoatDbException.Storage if they cannot be kept
  void replace(KeyRing keys) {
    try {
      save(keys);
      ring = keys;
    } catch (IOException e) {
      throw new GoatDbException.Storage("keys cannot be saved: " + e.getMessage(), e);
    }
  }

  private void save(KeyRing keys) throws IOException {
    if (file.isPresent()) {
      write(file.get(), keys.encode());
      return;
    }
    try {
      storage.writeKeys(keys.encode());
    } catch (UnsupportedOperationException e) {
      throw new GoatDbException.Configuration(
          "this storage keeps no keys; name a file for them with .keyFile(path)", e);
    }
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    Files.deleteIfExists(temporary);
    createPrivate(temporary);
    try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    if (directory != null) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private static void createPrivate(Path file) throws IOException {
    FileAttribute<?> ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try {
      Files.createFile(file, ownerOnly);
    } catch (UnsupportedOperationException e) {
      // Not a POSIX file system: its own rules decide who may read.
      Files.createFile(file);
    } catch (FileAlreadyExistsException e) {
      throw new IOException("another process writes " + file, e);
    }
  }
}
