package dev.goatdb.core.merge;

import dev.goatdb.api.commit.CommitTime;
import dev.goatdb.api.schema.FieldType;
import dev.goatdb.api.schema.StrategyId;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.codec.CanonicalCbor;
import dev.goatdb.merge.spi.MergeInput;
import dev.goatdb.merge.spi.MergeStrategy;
import dev.goatdb.merge.spi.TextEdit;
import java.util.Arrays;
import java.util.List;

/// `lww@1`: the value with the greatest write stamp; of equal stamps, the one with the greatest
/// canonical bytes, an absent one lowest.
///
/// It looks at nothing else: not at the base, not at ids. So an edit of another field or the
/// collection of old commits never changes the outcome, and it does not matter in which order heads
/// are joined.
public final class LastWriter implements MergeStrategy {

  /// A value, when it was written, and how it came from the base, where that is known.
  record Written(Value value, CommitTime time, List<TextEdit> edits) {
    Written(Value value, CommitTime time) {
      this(value, time, List.of());
    }
  }

  /// Made by the service loader.
  public LastWriter() {}

  @Override
  public StrategyId id() {
    return StrategyId.LWW;
  }

  @Override
  public boolean supports(FieldType<?> type) {
    return true;
  }

  @Override
  public Value merge(MergeInput input) {
    return latest(written(input.heads()));
  }

  static List<Written> written(List<MergeInput.Head> heads) {
    return heads.stream()
        .map(head -> new Written(head.value(), head.written(), head.edits()))
        .toList();
  }

  /// {@return the latest of some values, one or more}
  static Value latest(List<Written> values) {
    Written latest = values.getFirst();
    for (Written candidate : values) {
      if (isLater(candidate, latest)) {
        latest = candidate;
      }
    }
    return latest.value;
  }

  private static boolean isLater(Written left, Written right) {
    int byTime = left.time.compareTo(right.time);
    return byTime > 0 || (byTime == 0 && isGreater(left.value, right.value));
  }

  private static boolean isGreater(Value left, Value right) {
    if (left.equals(right) || left.equals(Value.NULL)) {
      return false;
    }
    return right.equals(Value.NULL)
        || Arrays.compareUnsigned(CanonicalCbor.encode(left), CanonicalCbor.encode(right)) > 0;
  }
}
