package dev.goatdb.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every contender does what the rows say, or its figures mean nothing.
final class StoreTest {

  private static final int COUNT = 2_000;

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
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
  @EnumSource
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
  @EnumSource
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
