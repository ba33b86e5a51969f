package dev.goatdb.core.merge;

import dev.goatdb.api.value.Value;
import dev.goatdb.core.codec.CanonicalCbor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The order of blocks that several heads inserted, removed and moved.
///
/// **Moves.** In each head, the longest series of blocks that are still in the order of the base
/// stays; the others were moved. A block that several heads moved goes where the last of them has
/// it, and is there once.
///
/// **Places.** What a head inserted or moved lies behind the nearest block before it that stayed in
/// that head, which is a place in the base. Places so never depend on what other heads moved: two
/// blocks that were each moved behind the other cannot wait for one another. What one head put in
/// one place stays together, and what several heads put there follows each other whole.
final class BlockOrder {

  private final List<String> base;
  private final Map<String, Integer> places = new HashMap<>();
  private final List<List<String>> heads;
  private final List<Set<String>> staying = new ArrayList<>();

  /// The head that decides where a block lies; none for a block that nobody moved.
  private final Map<String, Integer> deciding = new HashMap<>();

  private BlockOrder(List<String> base, List<List<String>> heads) {
    this.base = base;
    this.heads = heads;
    for (int i = 0; i < base.size(); i++) {
      places.put(base.get(i), i);
    }
    for (int head = 0; head < heads.size(); head++) {
      Set<String> stay = staying(heads.get(head));
      staying.add(stay);
      for (String id : heads.get(head)) {
        if (!stay.contains(id)) {
          deciding.put(id, head);
        }
      }
    }
  }

  /// {@return the merged order}
  ///
  /// @param base the ids before, distinct
  /// @param heads the ids of each head, distinct; of several moves of one block the last head's
  ///   counts
  /// @param alive the ids that are there in the end
  static List<String> merge(List<String> base, List<List<String>> heads, Set<String> alive) {
    return new BlockOrder(base, heads).merged(alive);
  }

  private List<String> merged(Set<String> alive) {
    SequenceMerge<List<String>> merge = new SequenceMerge<>();
    for (int i = 0; i < base.size(); i++) {
      if (!alive.contains(base.get(i)) || deciding.containsKey(base.get(i))) {
        merge.delete(i, i + 1);
      }
    }
    for (int head = 0; head < heads.size(); head++) {
      addRuns(head, alive, merge);
    }
    List<String> result = new ArrayList<>(alive.size());
    merge.writeTo(
        base.size(),
        new SequenceMerge.Target<>() {
          @Override
          public void keep(int start, int end) {
            result.addAll(base.subList(start, end));
          }

          @Override
          public void insert(List<String> run) {
            result.addAll(run);
          }
        });
    return result;
  }

  private void addRuns(int head, Set<String> alive, SequenceMerge<List<String>> merge) {
    List<String> run = new ArrayList<>();
    int place = 0;
    for (String id : heads.get(head)) {
      if (staying.get(head).contains(id)) {
        insert(place, run, merge);
        run.clear();
        place = places.getOrDefault(id, 0) + 1;
      } else if (alive.contains(id) && deciding.getOrDefault(id, -1) == head) {
        run.add(id);
      }
    }
    insert(place, run, merge);
  }

  private static void insert(int place, List<String> run, SequenceMerge<List<String>> merge) {
    if (!run.isEmpty()) {
      Value ids = Value.of(run.stream().map(Value::of).toList());
      merge.insert(place, List.copyOf(run), CanonicalCbor.encode(ids));
    }
  }

  /// The longest series of blocks in the order of the base, by patience sorting. Source: C.
  /// Schensted, Longest Increasing and Decreasing Subsequences (1961).
  private Set<String> staying(List<String> head) {
    int[] known = head.stream().filter(places::containsKey).mapToInt(places::get).toArray();
    int[] ends = new int[known.length]; // where the best series of each length ends
    int[] before = new int[known.length];
    int[] values = new int[known.length];
    int length = 0;
    for (int i = 0; i < known.length; i++) {
      int at = -1 - Arrays.binarySearch(values, 0, length, known[i]);
      values[at] = known[i];
      ends[at] = i;
      before[i] = at == 0 ? -1 : ends[at - 1];
      length = Math.max(length, at + 1);
    }
    Set<String> stay = new HashSet<>();
    for (int i = length == 0 ? -1 : ends[length - 1]; i >= 0; i = before[i]) {
      stay.add(base.get(known[i]));
    }
    return stay;
  }
}
