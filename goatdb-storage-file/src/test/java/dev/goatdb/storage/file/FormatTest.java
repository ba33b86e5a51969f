package dev.goatdb.storage.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.spi.storage.CommitLog;
import dev.goatdb.api.spi.storage.Durability;
import dev.goatdb.api.spi.storage.Entry;
import dev.goatdb.api.spi.storage.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The format as it was released: a file of each version is kept, and each is read for ever. The
/// file of the newest version must also come out byte by byte when it is written anew; a change of
/// the format takes a new version and a new file.
final class FormatTest {

  private static final String NEWEST = "format-1.0.goat";
  private static final RepositoryPath TODO = new RepositoryPath("data", "todo");

  @TempDir Path directory;

  @Test
  void theNewestFormatIsWrittenAsReleased() throws IOException {
    try (Storage storage = open();
        CommitLog log = storage.open(TODO)) {
      log.append(List.of(entry(1, "first"), entry(2, "")), Durability.DISK);
      log.append(List.of(entry(1, "first, again")), Durability.OS);
    }
    try (Storage storage = open();
        CommitLog log = storage.open(TODO)) {
      log.append(List.of(entry(3, "in another opening")), Durability.DISK);
    }
    assertArrayEquals(released(), Files.readAllBytes(file()));
  }

  @Test
  void aReleasedFileIsRead() throws IOException {
    Files.createDirectories(file().getParent());
    Files.write(file(), released());
    try (Storage storage = open();
        CommitLog log = storage.open(TODO)) {
      List<String> found = new ArrayList<>();
      log.scan(0, (position, entry) -> found.add(entry.id().brief() + " " + text(entry.bytes())));
      assertEquals(
          List.of(
              "00000001 first",
              "00000002 ",
              "00000001 first, again",
              "00000003 in another opening"),
          found);
      assertEquals(List.of(), log.verify());
    }
  }

  private Storage open() throws IOException {
    return new FileStorageProvider().open(directory.toUri(), new SeededEnv(1));
  }

  private Path file() {
    return directory.resolve("data").resolve("todo.goat");
  }

  private static byte[] released() throws IOException {
    try (InputStream file = FormatTest.class.getResourceAsStream(NEWEST)) {
      return Objects.requireNonNull(file, NEWEST).readAllBytes();
    }
  }

  private static Entry entry(long name, String text) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    return new Entry(new CommitId(name << 32, 2, 3, 4), MemorySegment.ofArray(body));
  }

  private static String text(MemorySegment body) {
    return StandardCharsets.UTF_8.decode(body.asByteBuffer()).toString();
  }
}
