package dev.goatdb.api.value;

import dev.goatdb.api.value.RichText.Block;
import dev.goatdb.api.value.RichText.Mark;
import java.util.ArrayList;
import java.util.List;

/// Edits of one block. Indices are those of `String`; marks count code points.
final class BlockEdits {

  private BlockEdits() {}

  static Block replace(Block block, int start, int end, String text) {
    int from = codePoint(block, start);
    int to = codePoint(block, end);
    if (to < from) {
      throw new IllegalArgumentException(
          "block '%s': passage %d..%d ends before it begins".formatted(block.id(), start, end));
    }
    int typed = text.codePointCount(0, text.length());
    List<Mark> marks = new ArrayList<>();
    for (Mark mark : block.marks()) {
      int first =
          mark.start() < from ? mark.start() : Math.max(mark.start(), to) - to + from + typed;
      int last = mark.end() <= from ? mark.end() : Math.max(mark.end(), to) - to + from + typed;
      boolean endsInside = mark.end() > from && mark.end() <= to;
      last = endsInside ? from : last;
      if (first < last) {
        marks.add(new Mark(first, last, mark.name(), mark.value()));
      }
    }
    String after = new StringBuilder(block.text()).replace(start, end, text).toString();
    return new Block(block.id(), block.kind(), after, marks);
  }

  static Block mark(Block block, int start, int end, String name, Value value) {
    List<Mark> marks = new ArrayList<>(block.marks());
    marks.add(new Mark(codePoint(block, start), codePoint(block, end), name, value));
    return new Block(block.id(), block.kind(), block.text(), marks);
  }

  static Block unmark(Block block, int start, int end, String name) {
    int from = codePoint(block, start);
    int to = codePoint(block, end);
    List<Mark> marks = new ArrayList<>();
    for (Mark mark : block.marks()) {
      if (!mark.name().equals(name) || mark.end() <= from || mark.start() >= to) {
        marks.add(mark);
        continue;
      }
      if (mark.start() < from) {
        marks.add(new Mark(mark.start(), from, name, mark.value()));
      }
      if (mark.end() > to) {
        marks.add(new Mark(to, mark.end(), name, mark.value()));
      }
    }
    return new Block(block.id(), block.kind(), block.text(), marks);
  }

  private static int codePoint(Block block, int index) {
    String text = block.text();
    boolean outside = index < 0 || index > text.length();
    if (outside
        || (index > 0
            && index < text.length()
            && Character.isSurrogatePair(text.charAt(index - 1), text.charAt(index)))) {
      throw new IllegalArgumentException(
          "block '%s': index %d %s"
              .formatted(
                  block.id(), index, outside ? "lies outside the text" : "splits a character"));
    }
    return text.codePointCount(0, index);
  }
}
