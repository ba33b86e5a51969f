package dev.goatdb.core.merge;

import dev.goatdb.api.schema.FieldType;
import dev.goatdb.api.schema.StrategyId;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.delta.CodePointCursor;
import dev.goatdb.core.delta.TextDiff;
import dev.goatdb.core.delta.WordDiff;
import dev.goatdb.core.merge.LastWriter.Written;
import dev.goatdb.merge.spi.MergeInput;
import dev.goatdb.merge.spi.MergeStrategy;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// `text@1`: every head is compared with the base, code point by code point; what any head deleted
/// goes, what any head inserted comes, each run whole; see [SequenceMerge]. An absent base counts
/// as the empty text.
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
  public Value merge(MergeInput input) {
    return Changes.of(input).merge(TextMerge::mergeChanged);
  }

  private static Value mergeChanged(Value base, List<Written> values) {
    boolean texts = base.equals(Value.NULL) || base instanceof Value.Text;
    if (!texts || !Changes.areAll(values, Value.Text.class)) {
      return LastWriter.latest(values);
    }
    return Value.of(merge(text(base), values.stream().map(v -> text(v.value())).toList()));
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
    for (String text : texts) {
      for (TextDiff.Edit edit : WordDiff.between(base, text)) {
        merge.delete(edit.position(), edit.end());
        if (!edit.inserted().isEmpty()) {
          String run = edit.inserted();
          merge.insert(edit.position(), run, run.getBytes(StandardCharsets.UTF_8));
        }
      }
    }
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
