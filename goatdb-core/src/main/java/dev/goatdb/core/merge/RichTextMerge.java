package dev.goatdb.core.merge;

import dev.goatdb.api.schema.FieldType;
import dev.goatdb.api.schema.StrategyId;
import dev.goatdb.api.value.RichText;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.codec.CanonicalCbor;
import dev.goatdb.core.merge.LastWriter.Written;
import dev.goatdb.merge.spi.MergeInput;
import dev.goatdb.merge.spi.MergeStrategy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `richtext@1`: blocks are the same where their ids are.
///
/// - **Which blocks.** What any head inserted comes. What any head removed goes, unless another
///   head changed its text, kind or marks: an edit wins over a removal. A move is no edit.
/// - **Their order.** [BlockOrder].
/// - **Their content.** [BlockMerge]: text as `text@1`, marks letter by letter, and the kind by the
///   last writer.
///
/// Of heads that did different things to one thing the later one wins: by the write stamp of the
/// field, then by the canonical bytes of the whole value. A base that is no rich text counts as the
/// empty one.
public final class RichTextMerge implements MergeStrategy {

  /// Made by the service loader.
  public RichTextMerge() {}

  @Override
  public StrategyId id() {
    return StrategyId.RICH_TEXT;
  }

  @Override
  public boolean supports(FieldType<?> type) {
    return StoredForm.of(type) instanceof FieldType.Rich;
  }

  @Override
  public Value merge(MergeInput input) {
    return Changes.of(input)
        .merge((base, values) ->
            Changes.areAll(values, RichText.class)
                ? merge(base, values)
                : LastWriter.latest(values));
  }

  /// {@return the merge of rich texts}
  ///
  /// @param base the base; anything but rich text counts as the empty one
  /// @param documents the changed sides, all of them rich text
  static Value merge(Value base, List<Written> documents) {
    Value first = documents.getFirst().value();
    if (documents.stream().allMatch(side -> side.value().equals(first))) {
      return first;
    }
    Map<String, RichText.Block> before = byId(base);
    List<Map<String, RichText.Block>> heads =
        ranked(documents).stream().map(RichTextMerge::byId).toList();
    Map<String, RichText.Block> blocks = new HashMap<>();
    for (String id : ids(before, heads)) {
      block(id, before, heads).ifPresent(block -> blocks.put(id, block));
    }
    List<List<String>> orders = heads.stream().map(head -> List.copyOf(head.keySet())).toList();
    List<String> order = BlockOrder.merge(List.copyOf(before.keySet()), orders, blocks.keySet());
    return new RichText(order.stream().map(blocks::get).toList());
  }

  /// Values in the order in which they win.
  private static List<Value> ranked(List<Written> documents) {
    record Ranked(Written side, byte[] bytes) {}
    return documents.stream()
        .map(side -> new Ranked(side, CanonicalCbor.encode(side.value())))
        .sorted(
            Comparator.comparing((Ranked ranked) -> ranked.side.time())
                .thenComparing(Ranked::bytes, Arrays::compareUnsigned))
        .map(ranked -> ranked.side.value())
        .toList();
  }

  private static Set<String> ids(
      Map<String, RichText.Block> base, List<Map<String, RichText.Block>> heads) {
    Set<String> ids = new LinkedHashSet<>(base.keySet());
    heads.forEach(head -> ids.addAll(head.keySet()));
    return ids;
  }

  private static Optional<RichText.Block> block(
      String id, Map<String, RichText.Block> base, List<Map<String, RichText.Block>> heads) {
    Optional<RichText.Block> before = Optional.ofNullable(base.get(id));
    List<RichText.Block> changed = new ArrayList<>();
    boolean removed = false;
    for (Map<String, RichText.Block> head : heads) {
      Optional<RichText.Block> after = Optional.ofNullable(head.get(id));
      removed |= after.isEmpty() && before.isPresent();
      after.filter(block -> !Optional.of(block).equals(before)).ifPresent(changed::add);
    }
    if (changed.isEmpty()) {
      return removed ? Optional.empty() : before;
    }
    return Optional.of(BlockMerge.merge(before, changed));
  }

  private static Map<String, RichText.Block> byId(Value value) {
    Map<String, RichText.Block> blocks = new LinkedHashMap<>();
    if (value instanceof RichText(List<RichText.Block> list)) {
      list.forEach(block -> blocks.put(block.id(), block));
    }
    return blocks;
  }
}
