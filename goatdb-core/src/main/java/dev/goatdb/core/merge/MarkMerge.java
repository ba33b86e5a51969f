package dev.goatdb.core.merge;

import dev.goatdb.api.value.RichText.Block;
import dev.goatdb.api.value.RichText.Mark;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.merge.BlockMerge.Kept;
import dev.goatdb.core.merge.BlockMerge.Passage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Merges the marks of a block.
///
/// **Letter by letter.** At a letter, a name has one value or none. Who alone changed that decides;
/// of several, the last one. So two people who make overlapping passages bold make both bold, and
/// names of their own (`comment:7f3a`) let any number of marks overlap.
///
/// **What was typed** has the marks its author gave it. But where he only carried on what was
/// around it, and others changed that on both sides, the change holds for it too: text typed into a
/// passage that somebody else makes bold is bold.
///
/// Source of the rules: G. Litt, S. Lim, M. Kleppmann, P. van Hardenberg, Peritext (2022).
final class MarkMerge {

  /// Letters times names times versions; where there are more, only the last version's marks stay.
  static final long MAX_CELLS = 1 << 26;

  private static final Comparator<Mark> ORDER =
      Comparator.comparingInt(Mark::start).thenComparingInt(Mark::end).thenComparing(Mark::name);

  private final Block base;
  private final List<Block> versions;
  private final List<List<Kept>> kept;
  private final List<Passage> passages;
  private final int length;
  private final int baseLength;

  /// @param base the block before
  /// @param versions what became of it, in the order in which they win
  /// @param kept for each version, what it kept of the base's text
  /// @param passages the merged text
  /// @param length its code points
  MarkMerge(
      Block base, List<Block> versions, List<List<Kept>> kept, List<Passage> passages, int length) {
    this.base = base;
    this.versions = versions;
    this.kept = kept;
    this.passages = passages;
    this.length = length;
    this.baseLength = codePoints(base);
  }

  List<Mark> marks() {
    TreeSet<String> names = new TreeSet<>();
    base.marks().forEach(mark -> names.add(mark.name()));
    versions.forEach(version -> version.marks().forEach(mark -> names.add(mark.name())));
    double cells = (double) names.size() * versions.size() * (baseLength + length);
    boolean all = cells <= MAX_CELLS;
    List<Mark> marks = new ArrayList<>();
    for (String name : names) {
      Named named = new Named(name);
      named.addSpans(all ? named.merged() : named.last(), marks);
    }
    marks.sort(ORDER);
    return marks;
  }

  private static int codePoints(Block block) {
    return block.text().codePointCount(0, block.text().length());
  }

  /// The marks of one name, as a number at each letter: 0 for none, else the value's.
  private final class Named {
    private final String name;
    private final List<Value> values = new ArrayList<>();
    private final Map<Value, Integer> numbers = new HashMap<>();

    Named(String name) {
      this.name = name;
    }

    /// Of several marks of one name at one letter, the last in the list counts.
    private int[] numbers(Block block) {
      int[] numbers = new int[codePoints(block)];
      for (Mark mark : block.marks()) {
        if (mark.name().equals(name)) {
          Arrays.fill(numbers, mark.start(), mark.end(), number(mark.value()));
        }
      }
      return numbers;
    }

    private int number(Value value) {
      return numbers.computeIfAbsent(
          value,
          each -> {
            values.add(each);
            return values.size();
          });
    }

    int[] merged() {
      int[] before = numbers(base);
      int[] after = before.clone();
      int[] result = new int[length];
      for (int i = 0; i < versions.size(); i++) {
        int[] now = numbers(versions.get(i));
        for (Kept passage : kept.get(i)) {
          for (int at = passage.from(); at < passage.to(); at++) {
            int number = now[passage.at() + at - passage.from()];
            after[at] = number == before[at] ? after[at] : number;
          }
        }
        copyRuns(i, now, result);
      }
      for (Passage passage : passages) {
        if (passage.run().isPresent()) {
          carryOn(passage, before, after, result);
        } else {
          copy(after, passage, result);
        }
      }
      return result;
    }

    /// What its author only carried on follows what others changed on both sides of it.
    private void carryOn(Passage passage, int[] before, int[] after, int[] result) {
      int left = at(before, passage.from() - 1);
      int now = at(after, passage.from() - 1);
      if (left == at(before, passage.from()) && now == at(after, passage.from())) {
        for (int i = passage.at(); i < passage.end(); i++) {
          result[i] = result[i] == left ? now : result[i];
        }
      }
    }

    /// The last version's, at the letters that it knows.
    int[] last() {
      int version = versions.size() - 1;
      int[] now = numbers(versions.get(version));
      int[] inBase = new int[baseLength];
      for (Kept passage : kept.get(version)) {
        System.arraycopy(now, passage.at(), inBase, passage.from(), passage.to() - passage.from());
      }
      int[] result = new int[length];
      copyRuns(version, now, result);
      passages.stream().filter(p -> p.run().isEmpty()).forEach(p -> copy(inBase, p, result));
      return result;
    }

    void addSpans(int[] numbers, List<Mark> marks) {
      int start = 0;
      for (int i = 1; i <= numbers.length; i++) {
        if (i == numbers.length || numbers[i] != numbers[start]) {
          if (numbers[start] > 0) {
            marks.add(new Mark(start, i, name, values.get(numbers[start] - 1)));
          }
          start = i;
        }
      }
    }
  }

  private static int at(int[] numbers, int index) {
    return index < 0 || index >= numbers.length ? 0 : numbers[index];
  }

  private void copyRuns(int version, int[] numbers, int[] result) {
    for (Passage passage : passages) {
      if (passage.run().isPresent() && passage.run().get().version() == version) {
        int start = passage.run().get().start();
        System.arraycopy(numbers, start, result, passage.at(), passage.end() - passage.at());
      }
    }
  }

  private static void copy(int[] inBase, Passage passage, int[] result) {
    System.arraycopy(inBase, passage.from(), result, passage.at(), passage.to() - passage.from());
  }
}
