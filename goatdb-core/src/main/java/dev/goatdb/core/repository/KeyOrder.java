package dev.goatdb.core.repository;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The entries of a repository in the order of their keys. Sorted when somebody asks for the first
/// time; what comes later waits in a queue and is merged in when somebody asks again, so that
/// writing costs nothing while nobody asks and next to nothing afterwards.
///
/// Any thread; merging holds a lock, adding does not.
final class KeyOrder {

  private static final Comparator<ItemEntry> BY_KEY = Comparator.comparing(ItemEntry::key);

  private final Queue<ItemEntry> added = new ConcurrentLinkedQueue<>();
  private volatile boolean isAsked;
  private volatile @Nullable List<ItemEntry> sorted;

  /// Notes an entry that is in the table now.
  void added(ItemEntry item) {
    if (isAsked) {
      added.add(item);
    }
  }

  /// {@return all entries, sorted} A snapshot that nobody changes.
  ///
  /// @param all gives the entries of the table; what is added while it does may be among them
  List<ItemEntry> sorted(Supplier<Collection<ItemEntry>> all) {
    List<ItemEntry> known = sorted;
    return known != null && added.isEmpty() ? known : merge(all);
  }

  private synchronized List<ItemEntry> merge(Supplier<Collection<ItemEntry>> all) {
    isAsked = true; // first, so that what the table does not give yet comes by the queue
    List<ItemEntry> before = sorted;
    List<ItemEntry> known = before != null ? before : immutable(sort(all.get()));
    List<ItemEntry> late = new ArrayList<>(added);
    List<ItemEntry> merged = late.isEmpty() ? known : immutable(merge(known, sort(late)));
    sorted = merged;
    for (int i = 0; i < late.size(); i++) { // last: whoever finds the queue empty finds them there
      added.remove();
    }
    return merged;
  }

  private static ItemEntry[] sort(Collection<ItemEntry> items) {
    ItemEntry[] all = items.toArray(ItemEntry[]::new);
    Arrays.sort(all, BY_KEY);
    return all;
  }

  private static List<ItemEntry> immutable(ItemEntry[] items) {
    return List.of(items); // copies, and then an access is one step
  }

  /// One that is in both is in the result once.
  private static ItemEntry[] merge(List<ItemEntry> left, ItemEntry[] right) {
    ItemEntry[] all = new ItemEntry[left.size() + right.length];
    int size = 0;
    int next = 0;
    for (ItemEntry item : left) {
      while (next < right.length && BY_KEY.compare(right[next], item) < 0) {
        all[size++] = right[next++];
      }
      if (next < right.length && right[next] == item) {
        next++;
      }
      all[size++] = item;
    }
    System.arraycopy(right, next, all, size, right.length - next);
    return Arrays.copyOf(all, size + right.length - next);
  }
}
