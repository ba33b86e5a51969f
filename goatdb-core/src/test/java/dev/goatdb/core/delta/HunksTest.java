package dev.goatdb.core.delta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.core.delta.TextDiff.Edit;
import dev.goatdb.testkit.property.Property;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HunksTest {

  private static List<String> letters(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(""));
  }

  private static List<Hunk> between(String base, String changed) {
    return SequenceDiff.between(letters(base), letters(changed));
  }

  @Test
  void whatOnlyGoesIsTheLastOfItsKind() {
    assertEquals(List.of(new Hunk(2, 3, 2, 2)), between("aaab", "aab"));
    assertEquals(List.of(new Hunk(0, 1, 0, 1), new Hunk(4, 5, 4, 4)), between("xcaaab", "ycaab"));
  }

  @Test
  void whatOnlyComesIsTheLastOfItsKind() {
    assertEquals(List.of(new Hunk(2, 2, 2, 3)), between("aab", "aaab"));
    assertEquals(List.of(new Hunk(4, 4, 4, 6)), between("ababx", "abababx"));
  }

  @Test
  void aDeletedLineIsTheSameWhateverElseWasDone() {
    String base = "one\ntwo\nthree\nfour\n";
    Edit deleted = new Edit(8, 6, "");
    assertEquals(List.of(deleted), WordDiff.between(base, "one\ntwo\nfour\n"));
    assertEquals(
        List.of(new Edit(0, 0, "zero\n"), deleted),
        WordDiff.between(base, "zero\none\ntwo\nfour\n"));
    assertEquals(List.of(new Edit(0, 4, ""), deleted), WordDiff.between(base, "two\nfour\n"));
  }

  @Test
  void movedHunksLeadToTheSameSequenceAndDoNotTouch() {
    record Pair(String base, String changed) {}
    Property.check(
        "moved hunks",
        5_000,
        random -> {
          StringBuilder base = new StringBuilder();
          StringBuilder changed = new StringBuilder();
          for (int i = random.nextInt(12); i > 0; i--) {
            base.append("ab".charAt(random.nextInt(2)));
          }
          for (int i = random.nextInt(12); i > 0; i--) {
            changed.append("ab".charAt(random.nextInt(2)));
          }
          return new Pair(base.toString(), changed.toString());
        },
        pair -> {
          List<String> result = new ArrayList<>();
          int done = 0;
          int previous = -1;
          for (Hunk hunk : between(pair.base, pair.changed)) {
            assertTrue(hunk.start() > previous, () -> "touching hunks of " + pair);
            result.addAll(letters(pair.base).subList(done, hunk.start()));
            result.addAll(letters(pair.changed).subList(hunk.newStart(), hunk.newEnd()));
            done = hunk.end();
            previous = hunk.end();
          }
          result.addAll(letters(pair.base).subList(done, pair.base.length()));
          assertEquals(letters(pair.changed), result);
        });
  }
}
