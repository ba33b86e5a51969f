package dev.goatdb.testkit;

import dev.goatdb.api.value.RichText;
import dev.goatdb.api.value.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The parts of rich texts.
final class RichParts {

  private RichParts() {}

  /// {@return the blocks by their ids; none if a value is no rich text}
  static Map<String, RichText.Block> blocks(Value value) {
    Map<String, RichText.Block> blocks = new LinkedHashMap<>();
    if (value instanceof RichText(List<RichText.Block> list)) {
      list.forEach(block -> blocks.put(block.id(), block));
    }
    return blocks;
  }

  /// {@return whether each block is put together from blocks of its id}
  static boolean isMadeOf(RichText result, List<Value> sources) {
    for (RichText.Block block : result.blocks()) {
      List<RichText.Block> same =
          sources.stream()
              .map(source -> Optional.ofNullable(blocks(source).get(block.id())))
              .flatMap(Optional::stream)
              .toList();
      if (!isMadeOf(block, same)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isMadeOf(RichText.Block block, List<RichText.Block> sources) {
    Set<String> kinds = new HashSet<>();
    Set<Integer> letters = new HashSet<>();
    Set<List<Object>> marks = new HashSet<>();
    for (RichText.Block source : sources) {
      kinds.add(source.kind());
      source.text().codePoints().forEach(letters::add);
      source.marks().forEach(mark -> marks.add(List.of(mark.name(), mark.value())));
    }
    return kinds.contains(block.kind())
        && block.text().codePoints().allMatch(letters::contains)
        && block.marks().stream()
            .allMatch(mark -> marks.contains(List.of(mark.name(), mark.value())));
  }

  /// {@return a rich text with a run of letters typed into one of its blocks}
  ///
  /// @param rich a rich text with a block
  /// @param run what is typed
  /// @param place a number of 0 or more that chooses the place
  static RichText typed(RichText rich, String run, int place) {
    List<RichText.Block> blocks = new ArrayList<>(rich.blocks());
    int at = place % blocks.size();
    RichText.Block block = blocks.get(at);
    String text = block.text();
    int index = text.offsetByCodePoints(0, place % (text.codePointCount(0, text.length()) + 1));
    String typed = text.substring(0, index) + run + text.substring(index);
    blocks.set(at, new RichText.Block(block.id(), block.kind(), typed, List.of()));
    return new RichText(blocks);
  }
}
