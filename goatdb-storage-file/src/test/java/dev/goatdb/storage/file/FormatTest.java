package dev.goatdb.storage.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.spi.storage.Checkpoint;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The format as it was released: a file of each version is kept, and each is read for ever. The
/// file of the newest version must also come out byte by byte when it is written anew; a change of
/// the format takes a new version and a new file, which `-Dgoatdb.format.write=PLACE` makes.
///
/// Blocks are not among what is compared byte by byte: how well bodies are compressed is not a part
/// of the format.
final class FormatTest {

  private static final String NEWEST = "format-1.1.goat";
  private static final RepositoryPath TODO = new RepositoryPath("data", "todo");

  @TempDir Path directory;

  @Test
  void theNewestFormatIsWrittenAsReleased() throws IOException {
    try (Storage storage = open();
        CommitLog log = storage.open(TODO)) {
      log.append(List.of(entry(1, "first"), entry(2, "")), Durability.DISK);
      log.append(List.of(entry(1, "first, again")), Durability.OS);
      log.keep(new Checkpoint(0, 2, MemorySegment.ofArray(new byte[] {1, 2, 3})));
    }
    try (Storage storage = open();
        CommitLog log = storage.open(TODO)) {
      log.append(List.of(entry(3, "in another opening")), Durability.DISK);
    }
    String place = System.getProperty("goatdb.format.write");
    if (place != null) {
      Files.copy(file(), Path.of(place));
    }
    assertArrayEquals(released(NEWEST), Files.readAllBytes(file()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"format-1.0.goat", NEWEST})
  void aReleasedFileIsRead(String name) throws IOException {
    Files.createDirectories(file().getParent());
    Files.write(file(), released(name));
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
      assertEquals("first, again", text(log.read(entry(1, "").id()).orElseThrow()));
      assertEquals("in another opening", text(log.entry(3).orElseThrow().bytes()));
      assertEquals(name.equals(NEWEST) ? 1 : 0, log.checkpoints().size());
    }
  }

  @Test
  void aFileOfFormat1_0IsGoneOnWith() throws IOException {
    Files.createDirectories(file().getParent());
    Files.write(file(), released("format-1.0.goat"));
    try (Storage storage = open();
        CommitLog log = storage.open(TODO)) {
      assertEquals(5, log.append(List.of(entry(4, "by a newer version")), Durability.DISK));
      log.keep(new Checkpoint(0, 5, MemorySegment.ofArray(new byte[1])));
    }
    try (Storage storage = open();
        CommitLog log = storage.open(TODO)) {
      assertEquals(List.of(), log.verify());
      assertEquals("first, again", text(log.read(entry(1, "").id()).orElseThrow()));
      assertEquals("by a newer version", text(log.entry(4).orElseThrow().bytes()));
      assertEquals("in another opening", text(log.entry(3).orElseThrow().bytes()));
    }
  }

  private Storage open() throws IOException {
    return new FileStorageProvider().open(directory.toUri(), new SeededEnv(1));
  }

  private Path file() {
    return directory.resolve("data").resolve("todo.goat");
  }

  private static byte[] released(String name) throws IOException {
    try (InputStream file = FormatTest.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(file, name).readAllBytes();
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
