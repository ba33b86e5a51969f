package dev.goatdb.cli;

import java.util.ArrayList;
import java.util.List;

/// Two texts line by line, for people: what both have, what went, what came.
///
/// What both begin and end with is cut off; the rest is compared by the longest common subsequence,
/// up to a size beyond which all of it counts as changed.
record LineDiff(List<Line> lines) {

  private static final int MOST_COMPARED = 2000;

  /// What became of a line.
  enum Fate {
    STAYED,
    WENT,
    CAME
  }

  /// A line and what became of it.
  record Line(Fate fate, String text) {}

  static LineDiff between(String before, String after) {
    List<String> old = before.isEmpty() ? List.of() : List.of(before.split("\n", -1));
    List<String> now = after.isEmpty() ? List.of() : List.of(after.split("\n", -1));
    int prefix = 0;
    int most = Math.min(old.size(), now.size());
    while (prefix < most && old.get(prefix).equals(now.get(prefix))) {
      prefix++;
    }
    int suffix = 0;
    while (suffix < most - prefix
        && old.get(old.size() - 1 - suffix).equals(now.get(now.size() - 1 - suffix))) {
      suffix++;
    }
    List<Line> lines = new ArrayList<>();
    old.subList(0, prefix).forEach(line -> lines.add(new Line(Fate.STAYED, line)));
    middle(
        old.subList(prefix, old.size() - suffix), now.subList(prefix, now.size() - suffix), lines);
    old.subList(old.size() - suffix, old.size())
        .forEach(line -> lines.add(new Line(Fate.STAYED, line)));
    return new LineDiff(List.copyOf(lines));
  }

  private static void middle(List<String> old, List<String> now, List<Line> lines) {
    boolean isSmall = old.size() <= MOST_COMPARED && now.size() <= MOST_COMPARED;
    int[][] common = isSmall ? common(old, now) : new int[0][0];
    int i = 0;
    int j = 0;
    while (i < old.size() || j < now.size()) {
      if (isSmall && i < old.size() && j < now.size() && old.get(i).equals(now.get(j))) {
        lines.add(new Line(Fate.STAYED, old.get(i)));
        i++;
        j++;
      } else if (i < old.size()
          && (!isSmall || j == now.size() || common[i + 1][j] >= common[i][j + 1])) {
        lines.add(new Line(Fate.WENT, old.get(i++)));
      } else {
        lines.add(new Line(Fate.CAME, now.get(j++)));
      }
    }
  }

  /// The length of the longest common subsequence from each pair of places to the end.
  private static int[][] common(List<String> old, List<String> now) {
    int[][] common = new int[old.size() + 1][now.size() + 1];
    for (int i = old.size() - 1; i >= 0; i--) {
      for (int j = now.size() - 1; j >= 0; j--) {
        common[i][j] =
            old.get(i).equals(now.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    return common;
  }
}
