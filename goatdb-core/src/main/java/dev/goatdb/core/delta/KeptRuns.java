package dev.goatdb.core.delta;

import dev.goatdb.core.codec.Splice;
import java.util.ArrayList;
import java.util.List;

/// Which passages of a text came out of an earlier one. Positions are code points.
public final class KeptRuns {

  private KeptRuns() {}

  /// A passage that both texts have.
  ///
  /// @param start first position in the later text
  /// @param end behind the last one
  /// @param origin where it begins in the earlier text
  public record Run(int start, int end, int origin) {}

  /// {@return what stays, by position}
  ///
  /// @param base the earlier text
  /// @param text the later text
  public static List<Run> between(String base, String text) {
    List<Run> runs = new ArrayList<>();
    int from = 0;
    int shift = 0;
    for (TextDiff.Edit edit : TextDiff.between(base, text)) {
      add(runs, from + shift, edit.position() + shift, from);
      String inserted = edit.inserted();
      shift += inserted.codePointCount(0, inserted.length()) - edit.deleted();
      from = edit.end();
    }
    int length = base.codePointCount(0, base.length());
    add(runs, from + shift, length + shift, from);
    return runs;
  }

  /// {@return what stays, by position, after splices that were made one after the other}
  ///
  /// @param length code points of the earlier text
  /// @param splices they fit the text
  public static List<Run> after(int length, List<Splice> splices) {
    List<Run> runs = new ArrayList<>();
    add(runs, 0, length, 0);
    for (Splice splice : splices) {
      runs = spliced(runs, splice);
    }
    return runs;
  }

  private static List<Run> spliced(List<Run> runs, Splice splice) {
    int gone = splice.at() + splice.deleted();
    String inserted = splice.inserted();
    int shift = inserted.codePointCount(0, inserted.length()) - splice.deleted();
    List<Run> result = new ArrayList<>(runs.size() + 1);
    for (Run run : runs) {
      add(result, run.start, Math.min(run.end, splice.at()), run.origin);
      int start = Math.max(run.start, gone);
      add(result, start + shift, run.end + shift, run.origin + start - run.start);
    }
    return result;
  }

  private static void add(List<Run> runs, int start, int end, int origin) {
    if (start < end) {
      runs.add(new Run(start, end, origin));
    }
  }
}
