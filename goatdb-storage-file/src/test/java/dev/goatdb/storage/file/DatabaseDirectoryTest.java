package dev.goatdb.storage.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.spi.storage.CommitLog;
import dev.goatdb.api.spi.storage.Durability;
import dev.goatdb.api.spi.storage.Entry;
import dev.goatdb.api.spi.storage.Storage;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a user may find or put in a database's directory: each is refused in one line that names
/// the file and the remedy, and nothing is lost.
final class DatabaseDirectoryTest {

  private static final RepositoryPath TODO = new RepositoryPath("data", "todo");

  @TempDir Path directory;

  @Test
  void aFileIsNotADatabase() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "text");
    assertRefused(() -> open(file), "file: not a directory", "name another place");
    assertRefused(() -> open(file.resolve("db")), "file", "name another place");
    assertEquals("text", Files.readString(file));
  }

  @Test
  void aLocationThatIsNoPathIsRefused() {
    assertRefused(
        () -> new FileStorageProvider().open(URI.create("file:relative"), new SeededEnv(1)),
        "file:relative",
        "Write file:/path/to/directory");
  }

  @Test
  void aDirectoryWithoutPermissionIsRefused() throws IOException {
    Path closed = Files.createDirectory(directory.resolve("closed"));
    Assumptions.assumeTrue(
        closed.getFileSystem().supportedFileAttributeViews().contains("posix"), "no such rights");
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-x------"));
    Assumptions.assumeFalse(Files.isWritable(closed), "this user may write everywhere");
    assertRefused(() -> open(closed.resolve("db")), "no permission", "Give this user the right");
  }

  @Test
  void aFileOfSomethingElseIsRefusedAndLeftAlone() throws IOException {
    Path file = repositoryFile();
    byte[] picture = new byte[20_000];
    new Random(3).nextBytes(picture);
    Files.write(file, picture);
    assertRefused(this::openTodo, "todo.goat: not a GoatDB repository", "Restore it from a backup");
    assertArrayEquals(picture, Files.readAllBytes(file));
  }

  @Test
  void aFileCutBelowItsFirstGroupIsRefusedAndLeftAlone() throws IOException {
    fill(10);
    Path file = directory.resolve("data").resolve("todo.goat");
    for (int size : new int[] {8191, 100, 0}) {
      cut(file, size);
      assertRefused(this::openTodo, "todo.goat: truncated: " + size + " bytes", "let a peer send");
      assertEquals(size, Files.size(file));
    }
  }

  @Test
  void aFileCutWithinWhatWasForcedKeepsTheRestAndReportsTheDamage() throws IOException {
    fill(10);
    Path file = directory.resolve("data").resolve("todo.goat");
    cut(file, Files.size(file) - 1000);
    try (Storage storage = open(directory);
        CommitLog log = storage.open(TODO)) {
      assertEquals(1, log.damage().stream().filter(line -> line.contains("missing")).count());
      assertTrue(log.size() >= 10, "numbers of what is lost are not given again");
      AtomicInteger found = new AtomicInteger();
      log.scan(0, (position, entry) -> found.incrementAndGet());
      assertTrue(found.get() >= 5 && found.get() < 10);
      log.append(List.of(entry(100)), Durability.DISK);
    }
    try (Storage storage = open(directory);
        CommitLog log = storage.open(TODO)) {
      assertTrue(log.read(entry(100).id()).isPresent());
      assertTrue(
          log.verify().stream().anyMatch(line -> line.contains("those between are lost")),
          "what is missing stays known");
    }
  }

  @Test
  void aFileOfANewerVersionIsRefused() throws IOException {
    fill(1);
    Path file = directory.resolve("data").resolve("todo.goat");
    Superblock newer =
        new Superblock(
            2, 3, 0, 0, 0, new FileId(1, 2), 100, Layout.FIRST_GROUP, 0, 0, TODO.toString());
    overwrite(file, 0, newer.encode());
    assertRefused(this::openTodo, "written in format 2.3, this version reads 1.x", "newer one");
    Superblock feature =
        new Superblock(
            1, 9, 4, 0, 0, new FileId(1, 2), 100, Layout.FIRST_GROUP, 0, 0, TODO.toString());
    overwrite(file, 0, feature.encode());
    assertRefused(this::openTodo, "features (4, 0)", "newer one");
  }

  @Test
  void aGroupThatThisVersionDoesNotKnowIsRefused() throws IOException {
    fill(1);
    Path file = directory.resolve("data").resolve("todo.goat");
    byte[] bytes = Files.readAllBytes(file);
    MemorySegment segment = MemorySegment.ofArray(bytes);
    Superblock superblock = Objects.requireNonNull(Superblock.parse(segment, 4096));
    GroupHeader close =
        Objects.requireNonNull(
            GroupHeader.parse(segment, bytes.length - 64L, bytes.length - 64L, superblock.file()));
    new GroupHeader(close.lsn(), close.seq(), close.durableLsn(), 0, 0, 0, 77, 0, 0)
        .write(segment, close.lsn(), superblock.file());
    Files.write(file, bytes);
    assertRefused(this::openTodo, "group of type 77", "newer version");
  }

  @Test
  void aFileInTheWrongPlaceIsRefused() throws IOException {
    fill(1);
    Path data = directory.resolve("data");
    Files.copy(data.resolve("todo.goat"), data.resolve("notes.goat"));
    try (Storage storage = open(directory)) {
      assertRefused(
          () -> storage.open(new RepositoryPath("data", "notes")),
          "notes.goat: holds repository /data/todo",
          "Move it back");
    }
  }

  @Test
  void oneDamagedSuperblockCostsNothing() throws IOException {
    for (long place : new long[] {0, Layout.SUPERBLOCK_BYTES}) {
      fill(3);
      Path file = directory.resolve("data").resolve("todo.goat");
      overwrite(file, place, MemorySegment.ofArray(new byte[Layout.SUPERBLOCK_BYTES]));
      try (Storage storage = open(directory);
          CommitLog log = storage.open(TODO)) {
        assertTrue(log.read(entry(2).id()).isPresent());
        assertEquals(List.of(), log.verify());
      }
    }
  }

  @Test
  void whatACrashLeavesIsSweptAway() throws IOException {
    fill(1);
    Path data = directory.resolve("data");
    Files.writeString(data.resolve("todo.goat.tmp-" + "0".repeat(32)), "half");
    Files.writeString(data.resolve("notes.goat.deleted-" + "f".repeat(32)), "gone");
    Files.writeString(data.resolve("readme.txt"), "not ours");
    RepositoryPath likeALeftOver = new RepositoryPath("data", "a.goat.tmp-" + "0".repeat(32));
    try (Storage storage = open(directory)) {
      assertEquals(List.of(TODO), storage.repositories());
      storage.open(likeALeftOver).close();
    }
    try (Storage storage = open(directory)) {
      assertEquals(List.of(likeALeftOver, TODO), storage.repositories());
      storage.delete(likeALeftOver);
    }
    assertEquals(
        List.of("readme.txt", "todo.goat"),
        new LocalDisk().list(data).stream().map(path -> path.getFileName().toString()).toList());
  }

  @Test
  void keysAreReadableByTheirOwnerAlone() throws IOException {
    try (Storage storage = open(directory)) {
      storage.writeKeys(new byte[] {1, 2, 3});
    }
    Path keys = directory.resolve("keys.pem");
    assertArrayEquals(new byte[] {1, 2, 3}, Files.readAllBytes(keys));
    Assumptions.assumeTrue(
        keys.getFileSystem().supportedFileAttributeViews().contains("posix"), "no such rights");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(keys)));
    assertFalse(Files.exists(directory.resolve("keys.pem.tmp")));
  }

  @Test
  void theLockIsKeptWhileALogIsOpen() throws IOException {
    Storage storage = open(directory);
    CommitLog log = storage.open(TODO);
    assertRefused(
        () -> {
          storage.close();
          return storage;
        },
        "/data/todo",
        "still open");
    assertRefused(() -> open(directory), "in use by process");
    log.append(List.of(entry(1)), Durability.DISK);
    log.close();
    storage.close();
    open(directory).close();
  }

  @Test
  void spaceAheadIsGivenBackAtClose() throws IOException {
    fill(1);
    assertTrue(Files.size(directory.resolve("data").resolve("todo.goat")) < 10_000);
  }

  @Test
  void interruptedReadersHarmNobody() throws Exception {
    try (Storage storage = open(directory);
        CommitLog log = storage.open(TODO)) {
      for (int i = 0; i < 50; i++) {
        log.append(List.of(entry(2 * i)), Durability.OS);
        List<Throwable> failures = new ArrayList<>();
        int wanted = 2 * i;
        Runnable interrupted =
            () -> {
              Thread.currentThread().interrupt();
              try {
                assertTrue(log.read(entry(wanted).id()).isPresent());
                assertTrue(Thread.currentThread().isInterrupted());
              } catch (IOException | AssertionError failed) {
                failures.add(failed);
              }
            };
        Thread reader = Thread.ofPlatform().start(interrupted);
        reader.join();
        assertEquals(List.of(), failures);
        byte[] large = new byte[70_000];
        CommitId id = new CommitId(2 * i + 1, 0, 0, 0);
        log.append(List.of(new Entry(id, MemorySegment.ofArray(large))), Durability.DISK);
      }
      assertEquals(List.of(), log.verify());
    }
  }

  private interface Opening {
    Object open() throws IOException;
  }

  private static void assertRefused(Opening opening, String... parts) {
    String message = String.valueOf(assertThrows(IOException.class, opening::open).getMessage());
    for (String part : parts) {
      assertTrue(message.contains(part), message);
    }
    assertFalse(message.contains("\n"));
  }

  private static Storage open(Path place) throws IOException {
    return new FileStorageProvider().open(place.toUri(), new SeededEnv(1));
  }

  private Object openTodo() throws IOException {
    try (Storage storage = open(directory);
        CommitLog log = storage.open(TODO)) {
      return log.size();
    }
  }

  private Path repositoryFile() throws IOException {
    return Files.createDirectories(directory.resolve("data")).resolve("todo.goat");
  }

  private void fill(int entries) throws IOException {
    try (Storage storage = open(directory)) {
      storage.delete(TODO);
      try (CommitLog log = storage.open(TODO)) {
        for (int i = 0; i < entries; i++) {
          log.append(List.of(entry(i)), Durability.OS);
        }
      }
    }
  }

  private static Entry entry(int number) {
    return new Entry(new CommitId(number, 1, 2, 3), MemorySegment.ofArray(new byte[200]));
  }

  private static void cut(Path file, long size) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(size);
    }
  }

  private static void overwrite(Path file, long offset, MemorySegment bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(bytes.asByteBuffer(), offset);
    }
  }
}
