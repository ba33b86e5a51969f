package dev.goatdb.core.repository;

import dev.goatdb.core.merge.MergeResult;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// Bounds the memory of the items' cached values: a second-chance sweep. Reading marks an item,
/// which costs nothing; the sweep takes away the values of items that were not read since it came
/// by last, and the items as well if nobody but readers ever asked for them.
///
/// Source: Corbató, A Paging Experiment with the Multics System (1968): the clock algorithm.
///
/// Any thread; one lock, held when a value comes in.
public final class ViewBudget {

  /// What an item's record costs beside its state, as a share of it: the same values once more.
  private static final int WITH_RECORD = 2;

  /// What an item takes in memory beside its values, measured with short keys: its entry, its key,
  /// its graph with one commit, and its place here.
  private static final long ENTRY_BYTES = 450;

  private record Held(ItemTable table, ItemEntry item, ItemEntry.View view, long bytes) {}

  private final long maxBytes;
  private final ArrayDeque<Held> clock = new ArrayDeque<>();
  private long bytes;

  /// @param maxBytes the budget
  public ViewBudget(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /// Notes that an item's value is cached now, and makes room. The caller holds no lock of a table.
  void add(ItemTable table, ItemEntry item, ItemEntry.View view) {
    for (Held held : swept(table, item, view)) {
      held.table().letGo(held.item());
    }
  }

  /// {@return what lost its value}
  private synchronized List<Held> swept(ItemTable table, ItemEntry item, ItemEntry.View view) {
    long cost =
        ENTRY_BYTES
            + (view.value() instanceof MergeResult.Merged m
                ? WITH_RECORD * m.state().estimatedBytes()
                : 0);
    clock.addLast(new Held(table, item, view, cost));
    bytes += cost;
    if (bytes <= maxBytes) {
      return List.of();
    }
    List<Held> swept = new ArrayList<>();
    while (bytes > maxBytes && clock.size() > 1) {
      sweepOne(swept);
    }
    return swept;
  }

  private void sweepOne(List<Held> swept) {
    Held held = clock.removeFirst();
    ItemEntry item = held.item();
    boolean current = item.view == held.view();
    if (current && item.touched) {
      item.touched = false;
      clock.addLast(held);
      return;
    }
    bytes -= held.bytes();
    if (current) {
      item.view = null;
      item.unbind();
      swept.add(held);
    }
  }

  /// {@return the bytes in use, by estimate}
  public synchronized long bytes() {
    return bytes;
  }
}
