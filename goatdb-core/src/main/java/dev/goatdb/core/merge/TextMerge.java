package dev.goatdb.core.merge;

import dev.goatdb.api.schema.FieldType;
import dev.goatdb.api.schema.StrategyId;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.delta.CodePointCursor;
import dev.goatdb.core.delta.WordDiff;
import dev.goatdb.core.merge.LastWriter.Written;
import dev.goatdb.merge.spi.MergeInput;
import dev.goatdb.merge.spi.MergeStrategy;
import dev.goatdb.merge.spi.TextEdit;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// `text@1`: what any head deleted goes, what any head inserted comes, each run whole; see
/// [SequenceMerge]. What a head did is known where it was recorded; otherwise its text is compared
/// with the base. An absent base counts as the empty text.
public final class TextMerge implements MergeStrategy {

  /// Made by the service loader.
  public TextMerge() {}

  @Override
  public StrategyId id() {
    return StrategyId.TEXT;
  }

  @Override
  public boolean supports(FieldType<?> type) {
    return StoredForm.of(type) instanceof FieldType.Text;
  }

  @Override
  public boolean readsEdits() {
    return true;
  }

  @Override
  public Value merge(MergeInput input) {
    return Changes.of(input).merge(TextMerge::mergeChanged);
  }

  private static Value mergeChanged(Value base, List<Written> values) {
    boolean texts = base.equals(Value.NULL) || base instanceof Value.Text;
    if (!texts || !Changes.areAll(values, Value.Text.class)) {
      return LastWriter.latest(values);
    }
    String before = text(base);
    SequenceMerge<String> merge = new SequenceMerge<>();
    values.forEach(side -> add(merge, edits(before, side)));
    return Value.of(write(merge, before));
  }

  /// What was typed if that is known, else what a comparison says.
  private static List<TextEdit> edits(String before, Written side) {
    return side.edits().isEmpty() ? compared(before, text(side.value())) : side.edits();
  }

  private static List<TextEdit> compared(String before, String after) {
    return WordDiff.between(before, after).stream()
        .map(edit -> new TextEdit(edit.position(), edit.deleted(), edit.inserted()))
        .toList();
  }

  private static String text(Value value) {
    return value instanceof Value.Text(String text) ? text : "";
  }

  /// {@return the merge of texts}
  ///
  /// @param base the text before
  /// @param texts what became of it on each side
  static String merge(String base, List<String> texts) {
    SequenceMerge<String> merge = new SequenceMerge<>();
    texts.forEach(text -> add(merge, compared(base, text)));
    return write(merge, base);
  }

  private static void add(SequenceMerge<String> merge, List<TextEdit> edits) {
    for (TextEdit edit : edits) {
      merge.delete(edit.position(), edit.end());
      if (!edit.inserted().isEmpty()) {
        String run = edit.inserted();
        merge.insert(edit.position(), run, run.getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private static String write(SequenceMerge<String> merge, String base) {
    Copy copy = new Copy(base);
    merge.writeTo(base.codePointCount(0, base.length()), copy);
    return copy.result.toString();
  }

  private static final class Copy implements SequenceMerge.Target<String> {
    private final CodePointCursor base;
    private final StringBuilder result;

    Copy(String base) {
      this.base = new CodePointCursor(base);
      this.result = new StringBuilder(base.length() + 64);
    }

    @Override
    public void keep(int start, int end) {
      base.skipTo(start);
      base.copyTo(end, result);
    }

    @Override
    public void insert(String run) {
      result.append(run);
    }
  }
}
