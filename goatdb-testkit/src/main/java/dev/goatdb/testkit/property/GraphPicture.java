package dev.goatdb.testkit.property;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/// Draws a graph of commits in text, the latest on top, so that a failing law shows the history
/// that breaks it:
///
/// ```text
/// ● 3 both
/// ├─╮
/// ● │ 2 right
/// │ ● 1 left
/// ├─╯
/// ● 0 base
/// ```
///
/// Columns stand for the lines that lead down to a commit not drawn yet. One use, one thread.
public final class GraphPicture {

  /// A column in which no line is.
  private static final int EMPTY = -1;

  private final List<Commit> commits;

  /// The commit that each column leads to.
  private final List<Integer> columns = new ArrayList<>();

  private final StringJoiner lines = new StringJoiner(System.lineSeparator());

  /// A commit.
  ///
  /// @param label what to write beside it, one line
  /// @param parents the places of its parents in the list, each before its own
  public record Commit(String label, List<Integer> parents) {
    /// Copies the list.
    public Commit {
      parents = List.copyOf(parents);
    }
  }

  private GraphPicture(List<Commit> commits) {
    this.commits = commits;
  }

  /// {@return the picture, several lines}
  ///
  /// @param commits the commits, parents before children
  /// @throws IllegalArgumentException if a parent does not come before its child
  public static String of(List<Commit> commits) {
    GraphPicture picture = new GraphPicture(commits);
    for (int n = commits.size() - 1; n >= 0; n--) {
      picture.draw(n);
    }
    return picture.lines.toString();
  }

  private void draw(int n) {
    int column = columns.indexOf(n);
    if (column < 0) {
      column = free();
      columns.set(column, n);
    }
    join(n, column);
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < columns.size(); i++) {
      line.append(i == column ? "● " : columns.get(i) == EMPTY ? "  " : "│ ");
    }
    lines.add(line + String.valueOf(n) + " " + commits.get(n).label());
    part(n, column);
  }

  private int free() {
    int column = columns.indexOf(EMPTY);
    if (column < 0) {
      columns.add(EMPTY);
      column = columns.size() - 1;
    }
    return column;
  }

  /// Lets all columns that lead to a commit end in the first of them.
  private void join(int n, int column) {
    List<Integer> ends = new ArrayList<>();
    for (int i = column + 1; i < columns.size(); i++) {
      if (columns.get(i) == n) {
        ends.add(i);
      }
    }
    if (!ends.isEmpty()) {
      connect(column, ends, "┴─", "╯");
      ends.forEach(i -> columns.set(i, EMPTY));
      trim();
    }
  }

  /// Lets a column go on to the first parent, and others to the other parents.
  private void part(int n, int column) {
    List<Integer> parents = commits.get(n).parents();
    for (int parent : parents) {
      if (parent < 0 || parent >= n) {
        throw new IllegalArgumentException("commit " + n + " has the parent " + parent);
      }
    }
    columns.set(column, parents.isEmpty() ? EMPTY : parents.getFirst());
    if (parents.size() > 1) {
      List<Integer> begins = new ArrayList<>();
      for (int i = 1; i < parents.size(); i++) {
        begins.add(columns.size());
        columns.add(parents.get(i));
      }
      connect(column, begins, "┬─", "╮");
    }
    trim();
  }

  /// Draws a line from a column to others on its right.
  private void connect(int column, List<Integer> others, String branch, String corner) {
    int last = others.getLast();
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < columns.size(); i++) {
      boolean none = columns.get(i) == EMPTY;
      if (i == column) {
        line.append("├─");
      } else if (i == last) {
        line.append(corner).append(' ');
      } else if (i > column && i < last) {
        line.append(others.contains(i) ? branch : none ? "──" : "┼─");
      } else {
        line.append(none ? "  " : "│ ");
      }
    }
    lines.add(line.toString().stripTrailing());
  }

  private void trim() {
    while (!columns.isEmpty() && columns.getLast() == EMPTY) {
      columns.removeLast();
    }
  }
}
