package dev.goatdb.core.repository;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The entries that are in memory, by key: an open-addressed table made for reading.
///
/// **Why not a `ConcurrentHashMap`.** At 100,000 items a read waits for memory, not for
/// instructions. A map's read goes from its table to a node, to the key, and only then to the
/// entry. Here an entry carries its own hash and key: the table leads to it at once.
///
/// **Many readers, one change at a time.** A removed entry leaves a mark in its slot, so that a
/// search goes on to what lies after it. A table that gets full is copied; readers of the old one
/// miss what was added since, as if they had come earlier.
///
/// **Keys come from peers.** Keys with equal hashes are easily made, so a search ends after
/// [#LONGEST_SEARCH] slots, and what found no place there lies in a map that does not mind.
final class EntryTable {

  /// Most slots that are looked at.
  static final int LONGEST_SEARCH = 32;

  private static final int LEAST_SLOTS = 64;

  /// A table has between twice and this many times as many slots as entries: the fewer are taken,
  /// the more often the first look hits.
  private static final int ROOM = 4;

  private static final ItemEntry LEFT = new ItemEntry("");
  private static final VarHandle SLOTS = MethodHandles.arrayElementVarHandle(ItemEntry[].class);

  private final Map<String, ItemEntry> crowded = new ConcurrentHashMap<>();
  private volatile @Nullable ItemEntry[] slots = new ItemEntry[LEAST_SLOTS];

  /// Slots that are not empty, and entries that are there.
  private int taken;

  private volatile int size;

  /// {@return the entry of a key, or null} Any thread, without a lock.
  @Nullable ItemEntry find(String key) {
    @Nullable ItemEntry[] now = slots;
    int hash = hash(key);
    int mask = now.length - 1;
    for (int i = hash & mask, seen = 0; seen < LONGEST_SEARCH; i = (i + 1) & mask, seen++) {
      ItemEntry entry = (ItemEntry) SLOTS.getAcquire(now, i);
      if (entry == null) {
        break;
      }
      if (entry.hash == hash && entry.key.equals(key)) {
        return entry;
      }
    }
    return crowded.isEmpty() ? null : crowded.get(key);
  }

  /// Source: the finalizer of MurmurHash3 by A. Appleby. Keys that count up would lie in clusters.
  static int hash(String key) {
    int mixed = key.hashCode();
    mixed = (mixed ^ (mixed >>> 16)) * 0x85ebca6b;
    mixed = (mixed ^ (mixed >>> 13)) * 0xc2b2ae35;
    return mixed ^ (mixed >>> 16);
  }

  /// {@return the entry of the key of an entry: the one that was there, or else this one, which is
  /// there from now on}
  synchronized ItemEntry add(ItemEntry entry) {
    ItemEntry known = find(entry.key);
    if (known != null) {
      return known;
    }
    if (2 * (taken + 1) > slots.length) {
      slots = copy(slots);
    }
    put(slots, entry);
    size++;
    return entry;
  }

  /// Takes an entry out.
  ///
  /// @return whether it was there
  synchronized boolean remove(ItemEntry entry) {
    @Nullable ItemEntry[] now = slots;
    int mask = now.length - 1;
    for (int i = entry.hash & mask, seen = 0; seen < LONGEST_SEARCH; i = (i + 1) & mask, seen++) {
      if (now[i] == entry) {
        SLOTS.setRelease(now, i, LEFT);
        size--;
        return true;
      }
    }
    boolean was = crowded.remove(entry.key, entry);
    size -= was ? 1 : 0;
    return was;
  }

  private void put(@Nullable ItemEntry[] into, ItemEntry entry) {
    int mask = into.length - 1;
    for (int i = entry.hash & mask, seen = 0; seen < LONGEST_SEARCH; i = (i + 1) & mask, seen++) {
      if (into[i] == null || into[i] == LEFT) {
        taken += into[i] == null ? 1 : 0;
        SLOTS.setRelease(into, i, entry);
        return;
      }
    }
    crowded.put(entry.key, entry);
  }

  /// {@return a table with room, without what was removed from the old one}
  private @Nullable ItemEntry[] copy(@Nullable ItemEntry[] old) {
    int length = LEAST_SLOTS;
    while (length < ROOM * (size + 1)) {
      length *= 2;
    }
    @Nullable ItemEntry[] next = new ItemEntry[length];
    taken = 0;
    for (ItemEntry entry : old) {
      if (entry != null && entry != LEFT) {
        put(next, entry);
      }
    }
    return next;
  }

  /// {@return the number of entries}
  int size() {
    return size;
  }

  /// {@return the entries that pass a test} Any thread; what comes or goes meanwhile may be there
  /// or not.
  List<ItemEntry> all(Predicate<ItemEntry> test) {
    List<ItemEntry> all = new ArrayList<>(size);
    for (ItemEntry entry : slots) {
      if (entry != null && entry != LEFT && test.test(entry)) {
        all.add(entry);
      }
    }
    crowded.values().stream().filter(test).forEach(all::add);
    return all;
  }
}
