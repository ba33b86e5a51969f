package dev.goatdb.core.merge;

import dev.goatdb.api.schema.FieldType;
import dev.goatdb.api.schema.StrategyId;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.codec.CanonicalCbor;
import dev.goatdb.core.delta.Hunk;
import dev.goatdb.core.delta.SequenceDiff;
import dev.goatdb.core.merge.LastWriter.Written;
import dev.goatdb.merge.spi.MergeInput;
import dev.goatdb.merge.spi.MergeStrategy;
import java.util.ArrayList;
import java.util.List;

/// `list@1`: every head is compared with the base, element by element; what any head deleted goes,
/// what any head inserted comes, each run whole; see [SequenceMerge]. A base that is no list counts
/// as the empty one.
///
/// An element has no inside: one that two heads changed is two elements then. An element that was
/// moved is one that went and another that came; moved by two heads to different places, it is in
/// both. Where people choose an order, items with an order stamp each serve better.
public final class ListMerge implements MergeStrategy {

  /// Made by the service loader.
  public ListMerge() {}

  @Override
  public StrategyId id() {
    return StrategyId.LIST;
  }

  @Override
  public boolean supports(FieldType<?> type) {
    return StoredForm.of(type) instanceof FieldType.ListOf<?>;
  }

  @Override
  public Value merge(MergeInput input) {
    return Changes.of(input)
        .merge((base, values) ->
            Changes.areAll(values, Value.ListOf.class)
                ? merge(base, values)
                : LastWriter.latest(values));
  }

  /// {@return the merge of lists}
  ///
  /// @param base the base; anything but a list counts as the empty one
  /// @param lists the changed sides, all of them lists
  static Value merge(Value base, List<Written> lists) {
    return Value.of(merge(elements(base), lists));
  }

  private static List<Value> merge(List<Value> base, List<Written> lists) {
    SequenceMerge<List<Value>> merge = new SequenceMerge<>();
    for (Written side : lists) {
      List<Value> list = elements(side.value());
      for (Hunk hunk : SequenceDiff.between(base, list)) {
        merge.delete(hunk.start(), hunk.end());
        List<Value> run = list.subList(hunk.newStart(), hunk.newEnd());
        if (!run.isEmpty()) {
          merge.insert(hunk.start(), run, CanonicalCbor.encode(Value.of(run)));
        }
      }
    }
    List<Value> result = new ArrayList<>(base.size() + 16);
    merge.writeTo(
        base.size(),
        new SequenceMerge.Target<>() {
          @Override
          public void keep(int start, int end) {
            result.addAll(base.subList(start, end));
          }

          @Override
          public void insert(List<Value> run) {
            result.addAll(run);
          }
        });
    return result;
  }

  private static List<Value> elements(Value value) {
    return value instanceof Value.ListOf(List<Value> elements) ? elements : List.of();
  }
}
