package dev.goatdb.core.delta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.core.delta.TextDiff.Edit;
import dev.goatdb.testkit.property.Property;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class TextDiffTest {

  private static final String[] LETTERS = {
    "a", "b", " ", "\n", "(", ")", "1", "é", "\uD83D\uDC10", "\uD83D\uDC38"
  };

  private record Pair(String base, String text) {
    static Pair draw(RandomGenerator random) {
      String base = letters(random, random.nextInt(40));
      StringBuilder text = new StringBuilder(base);
      int edits = random.nextInt(5);
      for (int i = 0; i < edits; i++) {
        int length = text.codePointCount(0, text.length());
        int from = random.nextInt(length + 1);
        int to = Math.min(length, from + random.nextInt(4));
        text.replace(
            text.offsetByCodePoints(0, from),
            text.offsetByCodePoints(0, to),
            letters(random, random.nextInt(4)));
      }
      return new Pair(base, text.toString());
    }
  }

  private static String letters(RandomGenerator random, int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(LETTERS[random.nextInt(LETTERS.length)]);
    }
    return text.toString();
  }

  @Test
  void theEditsTurnTheBaseIntoTheText() {
    Property.check(
        "diff and apply",
        5_000,
        Pair::draw,
        pair -> {
          requireScript(pair, TextDiff.between(pair.base, pair.text));
          requireScript(pair, WordDiff.between(pair.base, pair.text));
        });
  }

  private static void requireScript(Pair pair, List<Edit> edits) {
    assertEquals(pair.text, TextDiff.apply(pair.base, edits));
    int free = -1;
    for (Edit edit : edits) {
      assertTrue(edit.position() > free, () -> "edits touch: " + edits);
      assertTrue(edit.deleted() > 0 || !edit.inserted().isEmpty(), () -> "empty: " + edits);
      free = edit.end();
    }
  }

  @Test
  void theScriptIsAShortestOne() {
    Property.check(
        "shortest",
        1_000,
        Pair::draw,
        pair -> {
          int[] base = pair.base.codePoints().toArray();
          int[] text = pair.text.codePoints().toArray();
          int cost =
              TextDiff.between(pair.base, pair.text).stream()
                  .mapToInt(
                      e -> e.deleted() + e.inserted().codePointCount(0, e.inserted().length()))
                  .sum();
          assertEquals(base.length + text.length - 2 * longestCommon(base, text), cost);
        });
  }

  private static int longestCommon(int[] a, int[] b) {
    int[][] length = new int[a.length + 1][b.length + 1];
    for (int i = 1; i <= a.length; i++) {
      for (int j = 1; j <= b.length; j++) {
        length[i][j] =
            a[i - 1] == b[j - 1]
                ? length[i - 1][j - 1] + 1
                : Math.max(length[i - 1][j], length[i][j - 1]);
      }
    }
    return length[a.length][b.length];
  }

  @Test
  void countsInCodePoints() {
    assertEquals(
        List.of(new Edit(1, 1, "x")), TextDiff.between("\uD83D\uDC10ab", "\uD83D\uDC10xb"));
    assertEquals(
        List.of(new Edit(0, 1, "\uD83D\uDC38")),
        TextDiff.between("\uD83D\uDC10a", "\uD83D\uDC38a"),
        "two characters with the same first half");
  }

  @Test
  void refusesAnEditOutsideTheText() {
    for (String text : List.of("abc", "\uD83D\uDC10bc")) {
      List<Edit> outside = List.of(new Edit(2, 2, ""));
      assertThrows(IllegalArgumentException.class, () -> TextDiff.apply(text, outside));
      List<Edit> backwards = List.of(new Edit(2, 0, "x"), new Edit(1, 0, "y"));
      assertThrows(IllegalArgumentException.class, () -> TextDiff.apply(text, backwards));
    }
  }

  @Test
  void aWordThatReplacesAnotherKeepsNoneOfItsLetters() {
    assertEquals(
        List.of(new Edit(4, 6, "house ")), WordDiff.between("the horse ran", "the house ran"));
    assertEquals(List.of(new Edit(0, 5, "[19] ")), WordDiff.between("[12] x", "[19] x"));
    assertEquals(List.of(new Edit(4, 4, "[19]")), WordDiff.between("[11][12][13]", "[11][19][13]"));
  }

  @Test
  void typingInsideAWordIsNoReplacement() {
    assertEquals(List.of(new Edit(3, 0, "l")), WordDiff.between("helo there", "hello there"));
    assertEquals(List.of(new Edit(3, 1, "")), WordDiff.between("hello there", "helo there"));
    assertEquals(List.of(new Edit(5, 0, " you")), WordDiff.between("hello", "hello you"));
  }

  @Test
  void wordsThatBeginAndEndLikeAnotherAreReplaced() {
    assertEquals(List.of(new Edit(4, 8, "<t13>")), WordDiff.between("<t2><t1><t3>", "<t2><t13>"));
    assertEquals(List.of(new Edit(0, 6, "[12]")), WordDiff.between("[1][2]", "[12]"));
    assertEquals(List.of(new Edit(3, 0, " ")), WordDiff.between("hello", "hel lo"));
    assertEquals(List.of(new Edit(3, 1, "")), WordDiff.between("hel lo", "hello"));
  }

  @Test
  void aNumberIsReplacedAsAWhole() {
    assertEquals(List.of(new Edit(0, 2, "100")), WordDiff.between("10", "100"));
    assertEquals(List.of(new Edit(0, 3, "10")), WordDiff.between("100", "10"));
  }

  @Test
  void aThousandScatteredChangesInAMegabyteTakeLittleTime() {
    Random random = new Random(7);
    StringBuilder text = new StringBuilder();
    while (text.length() < 1 << 20) {
      text.append((char) ('a' + random.nextInt(26))).append(random.nextInt(6) == 0 ? " " : "");
    }
    String base = text.toString();
    for (int i = 0; i < 1_000; i++) {
      int at = random.nextInt(text.length() - 3);
      text.replace(at, at + random.nextInt(3), "new" + i);
    }
    requireQuick(new Pair(base, text.toString()));
  }

  @Test
  void aMegabyteWithNothingInCommonTakesLittleTime() {
    Random random = new Random(8);
    StringBuilder left = new StringBuilder();
    StringBuilder right = new StringBuilder();
    for (int i = 0; i < 1 << 20; i++) {
      left.append((char) ('a' + random.nextInt(26)));
      right.append((char) ('a' + random.nextInt(26)));
    }
    requireQuick(new Pair(left.toString(), right.toString()));
  }

  private static void requireQuick(Pair pair) {
    long start = System.nanoTime();
    requireScript(
        pair, assertTimeout(Duration.ofSeconds(10), () -> TextDiff.between(pair.base, pair.text)));
    long middle = System.nanoTime();
    requireScript(
        pair, assertTimeout(Duration.ofSeconds(10), () -> WordDiff.between(pair.base, pair.text)));
    System.out.printf(
        "1 MiB: letters %d ms, words %d ms%n",
        (middle - start) / 1_000_000, (System.nanoTime() - middle) / 1_000_000);
  }
}
