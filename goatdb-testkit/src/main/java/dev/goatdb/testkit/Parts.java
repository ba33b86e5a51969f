package dev.goatdb.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.goatdb.api.value.RichText;
import dev.goatdb.api.value.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What must become of the parts of a value that one head touched, or none.
final class Parts {

  private Parts() {}

  /// Fails if a part that at most one head touched is not as that head left it. Says something
  /// about sets, maps and rich texts; a removed value touches no part.
  static void requireUntouchedEdits(MergeCase merge, Value result) {
    List<Value> all = merge.values();
    if (all.stream().allMatch(Value.SetOf.class::isInstance)
        && merge.base() instanceof Value.SetOf(Set<Value> base)) {
      requireElements(base, all.stream().map(Parts::elements).toList(), elements(result));
    }
    if (all.stream().allMatch(Value.MapOf.class::isInstance)
        && merge.base() instanceof Value.MapOf(Map<String, Value> base)) {
      requireEntries(base, all.stream().map(Parts::entries).toList(), entries(result));
    }
    if (all.stream().allMatch(RichText.class::isInstance)
        && merge.base() instanceof RichText base) {
      List<Map<String, RichText.Block>> heads = all.stream().map(RichParts::blocks).toList();
      requireEntries(RichParts.blocks(base), heads, RichParts.blocks(result));
    }
  }

  private static Set<Value> elements(Value value) {
    return value instanceof Value.SetOf(Set<Value> elements) ? elements : Set.of();
  }

  private static Map<String, Value> entries(Value value) {
    return value instanceof Value.MapOf(Map<String, Value> entries) ? entries : Map.of();
  }

  private static void requireElements(Set<Value> base, List<Set<Value>> heads, Set<Value> result) {
    Set<Value> elements = new HashSet<>(base);
    heads.forEach(elements::addAll);
    for (Value element : elements) {
      boolean before = base.contains(element);
      long touched = heads.stream().filter(head -> head.contains(element) != before).count();
      if (touched <= 1) {
        assertEquals(
            before == (touched == 0), result.contains(element), () -> "element " + element);
      }
    }
  }

  private static <V> void requireEntries(
      Map<String, V> base, List<Map<String, V>> heads, Map<String, V> result) {
    TreeSet<String> keys = new TreeSet<>(base.keySet());
    heads.forEach(head -> keys.addAll(head.keySet()));
    for (String key : keys) {
      Optional<V> before = Optional.ofNullable(base.get(key));
      List<Optional<V>> changes =
          heads.stream()
              .map(head -> Optional.ofNullable(head.get(key)))
              .filter(after -> !after.equals(before))
              .toList();
      if (changes.size() <= 1) {
        Optional<V> expected = changes.isEmpty() ? before : changes.getFirst();
        assertEquals(expected, Optional.ofNullable(result.get(key)), () -> "key " + key);
      }
    }
  }
}
