package dev.goatdb.core.repository;

import dev.goatdb.core.merge.MergeResult;
import java.util.ArrayDeque;

/// Bounds the memory of the items' cached values: a second-chance sweep. Reading marks an item,
/// which costs nothing; the sweep takes away the values of items that were not read since it came
/// by last.
///
/// Source: Corbató, A Paging Experiment with the Multics System (1968): the clock algorithm.
///
/// Any thread; one lock, held when a value comes in.
public final class ViewBudget {

  /// What an item's record costs beside its state, as a share of it: the same values once more.
  private static final int WITH_RECORD = 2;

  private record Held(ItemEntry item, ItemEntry.View view, long bytes) {}

  private final long maxBytes;
  private final ArrayDeque<Held> clock = new ArrayDeque<>();
  private long bytes;

  /// @param maxBytes the budget
  public ViewBudget(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /// Notes that an item's value is cached now, and makes room.
  synchronized void add(ItemEntry item, ItemEntry.View view) {
    long cost =
        160
            + (view.value() instanceof MergeResult.Merged m
                ? WITH_RECORD * m.state().estimatedBytes()
                : 0);
    clock.addLast(new Held(item, view, cost));
    bytes += cost;
    while (bytes > maxBytes && clock.size() > 1) {
      sweepOne();
    }
  }

  private void sweepOne() {
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
    }
  }

  /// {@return the bytes in use, by estimate}
  public synchronized long bytes() {
    return bytes;
  }
}
