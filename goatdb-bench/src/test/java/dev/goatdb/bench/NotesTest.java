package dev.goatdb.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NotesTest {

  private static final int COUNT = 5_000;

  @Test
  void theSameNumberGivesTheSameNoteInEveryProcess() {
    assertEquals(Notes.at(17), Notes.at(17));
    assertNotEquals(Notes.at(17), Notes.at(18));
    // Known by heart: a change of it makes committed results incomparable.
    assertEquals("n0000017", Notes.key(17));
    assertEquals(
        new Sight("plouvou plofotut feba trotbatot", "fofel", 590_048), Sight.of(Notes.at(17)));
  }

  private record Sight(String title, String lastWord, long rank) {
    static Sight of(Note note) {
      return new Sight(
          note.title(), note.body().substring(note.body().lastIndexOf(' ') + 1), note.rank());
    }
  }

  @Test
  void aNoteHasAboutTwoHundredBytes() {
    long bytes = 0;
    for (Keyed keyed : Notes.range(0, COUNT)) {
      Note note = keyed.note();
      bytes += keyed.key().length() + note.title().length() + note.body().length() + 9;
      bytes += String.join(" ", note.tags()).length();
    }
    assertEquals(195, bytes / (double) COUNT, 10);
  }

  @Test
  void theFilterKeepsATenth() {
    assertEquals(
        COUNT / 10.0, Notes.Answers.of(COUNT).low().size(), COUNT / 50.0, "notes that pass");
  }

  @Test
  void shufflingLosesNoKey() {
    List<String> keys = Notes.shuffledKeys(COUNT, 3);
    assertEquals(COUNT, new HashSet<>(keys).size());
    assertNotEquals(keys, Notes.shuffledKeys(COUNT, 4));
    assertTrue(keys.contains(Notes.key(COUNT - 1)));
  }
}
