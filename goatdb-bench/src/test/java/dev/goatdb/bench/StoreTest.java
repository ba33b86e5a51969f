package dev.goatdb.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every contender does what the rows say, or its figures mean nothing.
final class StoreTest {

  private static final int COUNT = 2_000;

  @TempDir Path directory;

  static Stream<Contender> contenders() {
    return Arrays.stream(Contender.values()).filter(Contender::isPresent);
  }

  @ParameterizedTest
  @MethodSource("contenders")
  void givesBackWhatWasLoaded(Contender contender) throws SQLException {
    try (Store store = contender.open(directory)) {
      store.load(Notes.range(0, COUNT));
    }
    try (Store store = contender.open(directory)) {
      assertEquals(COUNT, store.count());
      for (Keyed keyed : Notes.range(0, COUNT)) {
        assertEquals(keyed.note(), store.read(keyed.key()), keyed.key());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("contenders")
  void answersAsPlainJavaDoes(Contender contender) throws SQLException {
    Notes.Answers answers = Notes.Answers.of(COUNT);
    try (Store store = contender.open(directory)) {
      store.load(Notes.range(0, COUNT));
      assertEquals(answers.all(), store.scan());
      assertEquals(answers.all(), store.readEach(Notes.shuffledKeys(COUNT, 1)));
      assertEquals(answers.low(), store.openBelow(Notes.LOW_RANK));
      assertEquals(answers.first(), store.firstOpen(Notes.FIRST));
    }
  }

  @ParameterizedTest
  @MethodSource("contenders")
  void keepsWhatIsWrittenInEachOfTheThreeWays(Contender contender) throws SQLException {
    List<Keyed> written = new ArrayList<>(Notes.range(0, 100));
    try (Store store = contender.open(directory)) {
      store.load(written);
      store.writeForced(Notes.range(100, 1).getFirst());
      store.writeTogether(Notes.range(101, 50));
      store.writeEach(Notes.range(151, 50));
      assertEquals(201, store.count());
    }
    try (Store store = contender.open(directory)) {
      assertEquals(201, store.count());
      for (Keyed keyed : Notes.range(0, 201)) {
        assertEquals(keyed.note(), store.read(keyed.key()), keyed.key());
      }
    }
  }
}
