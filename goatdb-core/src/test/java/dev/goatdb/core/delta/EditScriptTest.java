package dev.goatdb.core.delta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.core.codec.Splice;
import dev.goatdb.core.delta.TextDiff.Edit;
import dev.goatdb.testkit.property.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class EditScriptTest {

  private static final String[] LETTERS = {"a", "b", " ", "中", "\uD83D\uDC10"};

  private static List<Edit> script(String base, Splice... splices) {
    EditScript script = new EditScript(base);
    for (Splice splice : splices) {
      assertTrue(script.add(splice), splice::toString);
    }
    return script.edits();
  }

  @Test
  void typingLetterByLetterIsOneRun() {
    assertEquals(
        List.of(new Edit(2, 0, "xyz")),
        script("aaaa", new Splice(2, 0, "x"), new Splice(3, 0, "y"), new Splice(4, 0, "z")));
  }

  @Test
  void whatWasTypedAndDeletedAgainIsNotThere() {
    assertEquals(List.of(), script("ab", new Splice(1, 0, "xy"), new Splice(1, 2, "")));
    assertEquals(
        List.of(new Edit(1, 0, "x")), script("ab", new Splice(1, 0, "xy"), new Splice(2, 1, "")));
  }

  @Test
  void typingOverADeletedPassageComesInItsPlace() {
    assertEquals(
        List.of(new Edit(1, 2, "x")), script("abcd", new Splice(1, 2, ""), new Splice(1, 0, "x")));
  }

  @Test
  void textsTypedBeforeAndBehindADeletedPassageStayApart() {
    assertEquals(
        List.of(new Edit(1, 2, "x"), new Edit(3, 0, "y")),
        script("abcd", new Splice(3, 0, "y"), new Splice(1, 0, "x"), new Splice(2, 2, "")));
  }

  @Test
  void aReplacementKeepsTheWordsThatBothTextsHave() {
    assertEquals(
        List.of(new Edit(4, 6, "quick ")),
        script("the brown fox", new Splice(0, 13, "the quick fox")));
  }

  @Test
  void anOperationOutsideTheTextDoesNotFit() {
    EditScript script = new EditScript("ab");
    assertFalse(script.add(new Splice(3, 0, "x")));
    assertFalse(script.add(new Splice(1, 2, "")));
    assertTrue(script.add(new Splice(2, 0, "x")));
    assertTrue(script.add(new Splice(0, 3, "")));
    assertEquals(List.of(new Edit(0, 2, "")), script.edits());
  }

  private record Typed(String base, List<Splice> splices, String text) {}

  private static Typed draw(RandomGenerator random) {
    String base = text(random, 10);
    StringBuilder text = new StringBuilder(base);
    List<Splice> splices = new ArrayList<>();
    int count = random.nextInt(8);
    for (int i = 0; i < count; i++) {
      int length = text.codePointCount(0, text.length());
      int at = random.nextInt(length + 1);
      int deleted = Math.min(length - at, random.nextInt(4));
      String inserted = text(random, 3);
      if (deleted > 0 || !inserted.isEmpty()) {
        splices.add(new Splice(at, deleted, inserted));
        int start = text.offsetByCodePoints(0, at);
        text.replace(start, text.offsetByCodePoints(start, deleted), inserted);
      }
    }
    return new Typed(base, splices, text.toString());
  }

  private static String text(RandomGenerator random, int most) {
    StringBuilder text = new StringBuilder();
    int count = random.nextInt(most + 1);
    for (int i = 0; i < count; i++) {
      text.append(LETTERS[random.nextInt(LETTERS.length)]);
    }
    return text.toString();
  }

  @Test
  void theScriptLeadsWhereTheOperationsLead() {
    Property.check(
        "edit script",
        5_000,
        EditScriptTest::draw,
        typed -> {
          List<Edit> edits = script(typed.base, typed.splices.toArray(Splice[]::new));
          assertEquals(typed.text, TextDiff.apply(typed.base, edits));
          int end = 0;
          for (Edit edit : edits) {
            assertTrue(edit.position() >= end, () -> "overlap in " + edits);
            assertTrue(edit.deleted() > 0 || !edit.inserted().isEmpty());
            end = edit.end();
          }
        });
  }
}
