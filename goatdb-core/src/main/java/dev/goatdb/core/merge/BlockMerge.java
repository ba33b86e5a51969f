package dev.goatdb.core.merge;

import dev.goatdb.api.value.RichText.Block;
import dev.goatdb.api.value.RichText.Mark;
import dev.goatdb.core.delta.CodePointCursor;
import dev.goatdb.core.delta.TextDiff;
import dev.goatdb.core.delta.WordDiff;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Merges what several heads made of one block.
final class BlockMerge {

  /// A passage of the base that a version, or the result, still has.
  ///
  /// @param from where it begins in the base
  /// @param to where it ends there
  /// @param at where it begins in the version
  record Kept(int from, int to, int at) {}

  /// A passage that a version typed.
  ///
  /// @param version which
  /// @param place the code point of the base before which it comes
  /// @param start where it begins in the version
  /// @param text what it says
  record Run(int version, int place, int start, String text) {
    int length() {
      return text.codePointCount(0, text.length());
    }
  }

  /// A passage of the merged text: of the base from start to end, or a run.
  ///
  /// @param at where it begins in the merged text
  record Passage(int at, int from, int to, Optional<Run> run) {
    int end() {
      return at + run.map(Run::length).orElse(to - from);
    }
  }

  private final Block base;
  private final List<Block> versions;
  private final List<List<Kept>> kept = new ArrayList<>();
  private final List<Passage> passages = new ArrayList<>();

  private BlockMerge(Block base, List<Block> versions) {
    this.base = base;
    this.versions = versions;
  }

  /// {@return the merged block}
  ///
  /// @param base the block before, if there was one
  /// @param versions what became of it, each different from the base, in the order in which they
  ///   win
  static Block merge(Optional<Block> base, List<Block> versions) {
    Block last = versions.getLast();
    if (versions.stream().allMatch(last::equals)) {
      return last;
    }
    Block before = base.orElseGet(() -> new Block(last.id(), "", "", List.of()));
    return new BlockMerge(before, versions).merged();
  }

  private Block merged() {
    String text = mergedText();
    int length = text.codePointCount(0, text.length());
    List<Mark> marks = new MarkMerge(base, versions, kept, passages, length).marks();
    return new Block(base.id(), kind(), text, marks);
  }

  private String kind() {
    return versions.stream()
        .map(Block::kind)
        .filter(kind -> !kind.equals(base.kind()))
        .reduce((_, later) -> later)
        .orElse(base.kind());
  }

  private String mergedText() {
    SequenceMerge<Run> merge = new SequenceMerge<>();
    int length = base.text().codePointCount(0, base.text().length());
    for (int version = 0; version < versions.size(); version++) {
      compare(version, length, merge);
    }
    StringBuilder text = new StringBuilder(base.text().length() + 64);
    CodePointCursor cursor = new CodePointCursor(base.text());
    merge.writeTo(
        length,
        new SequenceMerge.Target<>() {
          private int at;

          @Override
          public void keep(int start, int end) {
            cursor.skipTo(start);
            cursor.copyTo(end, text);
            passages.add(new Passage(at, start, end, Optional.empty()));
            at += end - start;
          }

          @Override
          public void insert(Run run) {
            text.append(run.text());
            passages.add(new Passage(at, run.place(), run.place(), Optional.of(run)));
            at += run.length();
          }
        });
    return text.toString();
  }

  /// Of equal runs in one place, the one of the version that wins is kept, for its marks.
  private void compare(int version, int length, SequenceMerge<Run> merge) {
    List<Kept> same = new ArrayList<>();
    int from = 0;
    int at = 0;
    for (TextDiff.Edit edit : WordDiff.between(base.text(), versions.get(version).text())) {
      same.add(new Kept(from, edit.position(), at));
      at += edit.position() - from;
      from = edit.end();
      merge.delete(edit.position(), edit.end());
      if (!edit.inserted().isEmpty()) {
        Run run = new Run(version, edit.position(), at, edit.inserted());
        merge.insert(edit.position(), run, edit.inserted().getBytes(StandardCharsets.UTF_8));
        at += run.length();
      }
    }
    same.add(new Kept(from, length, at));
    kept.add(List.copyOf(same));
  }
}
