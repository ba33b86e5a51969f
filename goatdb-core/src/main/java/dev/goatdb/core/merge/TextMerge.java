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
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// `text@1`: every head is compared with the base, code point by code point; what any head deleted
/// goes, what any head inserted comes.
///
/// A run that a head inserted between two neighbours of the base stays whole, so that two people
/// who type in one place get both sentences and not a mixture. Runs in one place follow each other
/// in the order of their bytes; a run that several heads inserted there comes once. A run inserted
/// into a passage that another head deleted stays. An absent base counts as the empty text.
public final class TextMerge implements MergeStrategy {

  /// The order of bytes in UTF-8.
  private static final Comparator<String> BY_BYTES =
      (left, right) -> Arrays.compareUnsigned(utf8(left), utf8(right));

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
    TreeMap<Integer, SortedSet<String>> runs = new TreeMap<>();
    Deletions deletions = new Deletions();
    for (String text : texts) {
      for (TextDiff.Edit edit : WordDiff.between(base, text)) {
        if (!edit.inserted().isEmpty()) {
          runs.computeIfAbsent(edit.position(), p -> new TreeSet<>(BY_BYTES)).add(edit.inserted());
        }
        deletions.add(edit.position(), edit.end());
      }
    }
    CodePointCursor cursor = new CodePointCursor(base);
    StringBuilder result = new StringBuilder(base.length() + 64);
    runs.forEach((position, inserted) -> {
      deletions.copyKept(cursor, position, result);
      inserted.forEach(result::append);
    });
    deletions.copyKept(cursor, base.codePointCount(0, base.length()), result);
    return result.toString();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
