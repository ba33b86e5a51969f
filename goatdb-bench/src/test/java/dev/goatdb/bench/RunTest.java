package dev.goatdb.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunTest {

  @TempDir Path directory;

  @Test
  void measuresEveryRowInProcessesOfItsOwn() throws IOException {
    Run.Plan plan = new Run.Plan(directory, 500, 1, 1, 1);
    PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream());
    Figures figures = new Run(List.of(Contender.MVSTORE), plan, nowhere).measure();
    assertEquals(List.of(), figures.failures());
    for (Row row : Row.values()) {
      boolean isMeasured =
          figures.median(row, Contender.MVSTORE).filter(sample -> sample.typical() > 0).isPresent();
      assertEquals(row.appliesTo(Contender.MVSTORE), isMeasured, row.label());
    }
  }

  @Test
  void refusesToMeasureAStoreThatHoldsSomethingElse() throws SQLException, IOException {
    Path notes = directory.resolve("notes");
    try (Probe probe = new Probe(Contender.MVSTORE, notes, 500)) {
      probe.sample(Row.BULK_LOAD, 0);
      try (Store store = Contender.MVSTORE.open(notes)) {
        store.writeForced(new Keyed(Notes.key(3), Notes.at(4)));
      }
      IllegalStateException failure =
          assertThrows(IllegalStateException.class, () -> probe.sample(Row.SCAN, 0));
      assertTrue(failure.getMessage().contains(Notes.key(3)), failure.getMessage());
    }
  }

  @Test
  void aFailingProcessIsReportedByName() throws IOException {
    Child child = Child.start(Worker.class, List.of(), List.of("NOBODY"));
    assertThrows(IOException.class, child::hear);
    IOException failure = assertThrows(IOException.class, child::close);
    assertEquals("Worker [NOBODY] ended with 1", failure.getMessage());
  }
}
