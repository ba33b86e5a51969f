package dev.goatdb.testkit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.schema.Field;
import dev.goatdb.api.value.RichText;
import dev.goatdb.api.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Some heads, each of which typed one run of letters that occur nowhere else into a text.
///
/// @param merge the case; its base is no text if the field holds none, and then there are no runs
/// @param runs what was typed
record TypedRuns(MergeCase merge, List<String> runs) {

  /// A block of letters that no generator draws by chance: Linear B.
  private static final int FIRST_LETTER = 0x10000;

  private static final int LETTERS_PER_RUN = 5;

  static TypedRuns draw(Field<?, ?> field, Value base, RandomGenerator random) {
    List<Value> values = new ArrayList<>();
    List<String> runs = new ArrayList<>();
    int heads = 2 + random.nextInt(3);
    for (int i = 0; i < heads; i++) {
      if (base instanceof Value.Text(String text)) {
        String run = run(i);
        int place = random.nextInt(text.codePointCount(0, text.length()) + 1);
        int index = text.offsetByCodePoints(0, place);
        runs.add(run);
        values.add(Value.of(text.substring(0, index) + run + text.substring(index)));
      } else if (base instanceof RichText rich && !rich.blocks().isEmpty()) {
        String run = run(i);
        runs.add(run);
        values.add(RichParts.typed(rich, run, random.nextInt(1 << 10)));
      } else {
        values.add(base);
      }
    }
    return new TypedRuns(MergeCase.of(field, base, values, random), runs);
  }

  private static String run(int head) {
    StringBuilder run = new StringBuilder();
    for (int i = 0; i < LETTERS_PER_RUN; i++) {
      run.appendCodePoint(FIRST_LETTER + head * LETTERS_PER_RUN + i);
    }
    return run.toString();
  }

  /// Fails if a run is there in pieces, or if all must be there and one is not.
  void requireWhole(Value result, boolean all) {
    String text =
        switch (result) {
          case Value.Text(String merged) -> merged;
          case RichText merged -> merged.plainText();
          default -> "";
        };
    for (String run : runs) {
      boolean absent = run.codePoints().noneMatch(letter -> text.indexOf(letter) >= 0);
      assertTrue(text.contains(run) || (absent && !all), () -> "run " + run + " was torn: " + text);
    }
  }

  @Override
  public String toString() {
    return merge.toString();
  }
}
