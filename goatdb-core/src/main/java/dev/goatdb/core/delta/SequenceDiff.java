package dev.goatdb.core.delta;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What turns one sequence into another, whose elements are equal or not and have no inside.
///
/// The script comes from [MyersDiff], in the form that [Hunks] says. It is a function of the two
/// sequences: the same on every machine.
public final class SequenceDiff {

  private SequenceDiff() {}

  /// {@return what differs} By position; between two hunks at least one element stays.
  ///
  /// @param <E> the type of an element, with equality by content
  /// @param base a sequence
  /// @param changed what became of it
  public static <E> List<Hunk> between(List<E> base, List<E> changed) {
    Map<E, Integer> numbers = HashMap.newHashMap(base.size());
    List<Hunk> hunks = new MyersDiff(numbered(base, numbers), numbered(changed, numbers)).hunks();
    return Hunks.movedBack(hunks, base, changed);
  }

  private static <E> int[] numbered(List<E> elements, Map<E, Integer> numbers) {
    return elements.stream()
        .mapToInt(element -> numbers.computeIfAbsent(element, _ -> numbers.size()))
        .toArray();
  }
}
