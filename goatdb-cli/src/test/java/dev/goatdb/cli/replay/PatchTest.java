package dev.goatdb.cli.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;

/// A patch counts code points.
class PatchTest {

  private static final String GOAT = "\uD83D\uDC10";

  @Test
  void replacesCodePointsAndNotChars() {
    String text = "a" + GOAT + "b";
    assertEquals("a" + GOAT + "xb", new Patch(2, 0, "x").applyTo(text, false));
    assertEquals("ab", new Patch(1, 1, "").applyTo(text, false));
    assertEquals(text + "!", new Patch(3, 0, "!").applyTo(text, false));
  }

  @Test
  void refusesWhatLiesOutside() {
    assertThrows(IllegalArgumentException.class, () -> new Patch(4, 0, "x").applyTo("abc", true));
    assertThrows(IllegalArgumentException.class, () -> new Patch(2, 2, "").applyTo("abc", true));
    assertThrows(IllegalArgumentException.class, () -> new Patch(2, 0, "").applyTo(GOAT, false));
    assertThrows(IllegalArgumentException.class, () -> new Patch(-1, 0, ""));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Patch(1, Integer.MAX_VALUE, "").applyTo("abc", true));
  }

  @Test
  void isTheSameBothWaysInTheBasicPlane() {
    long seed = 20261123;
    Random random = new Random(seed);
    String text = "";
    for (int i = 0; i < 1_000; i++) {
      int position = random.nextInt(text.length() + 1);
      int deleted = random.nextInt(text.length() - position + 1) / 4;
      Patch patch = new Patch(position, deleted, "\u00e9x".repeat(random.nextInt(3)));
      String expected =
          new StringBuilder(text)
              .replace(position, position + deleted, patch.inserted())
              .toString();
      assertEquals(expected, patch.applyTo(text, true), "seed " + seed + ", step " + i);
      assertEquals(expected, patch.applyTo(text, false), "seed " + seed + ", step " + i);
      text = expected;
    }
  }
}
