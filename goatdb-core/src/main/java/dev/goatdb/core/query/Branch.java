package dev.goatdb.core.query;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A node of a [RankedList]: a leaf with elements, or one with children. Between a quarter full and
/// full, but for the root.
///
/// A node may be changed by the list of its epoch only; another one copies it first.
final class Branch {

  static final int WIDTH = 64;
  private static final int LEAST = WIDTH / 4;

  /// How full the nodes of a new tree are, so that the first insertions split none.
  private static final int FILLED = WIDTH * 3 / 4;

  private final int epoch;
  private final boolean leaf;

  /// Elements, or children.
  private @Nullable Object[] slots;

  /// How many slots are in use.
  int used;

  /// How many elements lie in and below it.
  int count;

  private Branch(int epoch, boolean leaf, @Nullable Object[] slots, int used) {
    this.epoch = epoch;
    this.leaf = leaf;
    this.slots = slots;
    this.used = used;
    this.count = leaf ? used : countOf(slots, used);
  }

  private static int countOf(@Nullable Object[] children, int used) {
    int count = 0;
    for (int i = 0; i < used; i++) {
      count += ((Branch) Objects.requireNonNull(children[i])).count;
    }
    return count;
  }

  static Branch leaf(int epoch) {
    return new Branch(epoch, true, new Object[4], 0);
  }

  /// {@return a node above two others}
  static Branch over(Branch left, Branch right, int epoch) {
    @Nullable Object[] children = {left, right, null, null};
    return new Branch(epoch, false, children, 2);
  }

  /// {@return the root of a tree over sorted elements}
  static Branch build(Object[] elements) {
    @Nullable Object[] level = elements;
    boolean isLeaf = true;
    do {
      List<Branch> parents = new ArrayList<>(level.length / FILLED + 1);
      int parts = Math.max(1, (level.length + FILLED - 1) / FILLED);
      for (int i = 0; i < parts; i++) { // evenly, so that the last one is not too small
        int from = (int) ((long) level.length * i / parts);
        int to = (int) ((long) level.length * (i + 1) / parts);
        parents.add(new Branch(0, isLeaf, Arrays.copyOfRange(level, from, to), to - from));
      }
      level = parents.toArray();
      isLeaf = false;
    } while (level.length > 1);
    return (Branch) Objects.requireNonNull(level[0]);
  }

  boolean isLeaf() {
    return leaf;
  }

  /// {@return the element or child at an index}
  Object slot(int i) {
    return Objects.requireNonNull(slots[i]);
  }

  /// Puts another element or child at an index.
  void replace(int i, Object slot) {
    slots[i] = slot;
  }

  Branch child(int i) {
    return (Branch) slot(i);
  }

  /// {@return this node, or a copy that may be changed in an epoch}
  Branch owned(int inEpoch) {
    return epoch == inEpoch ? this : new Branch(inEpoch, leaf, slots.clone(), used);
  }

  /// {@return a child that may be changed in this node's epoch}
  Branch ownedChild(int i, int inEpoch) {
    Branch child = child(i).owned(inEpoch);
    slots[i] = child;
    return child;
  }

  /// {@return the greatest element}
  Object last() {
    Branch node = this;
    while (!node.leaf) {
      node = node.child(node.used - 1);
    }
    return node.slot(node.used - 1);
  }

  /// {@return how many elements lie in the children before one}
  int countBefore(int i) {
    return countOf(slots, i);
  }

  /// {@return the child in which a rank lies}
  int childAt(int rank) {
    int i = 0;
    int before = 0;
    while (i < used - 1 && rank >= before + child(i).count) {
      before += child(i).count;
      i++;
    }
    return i;
  }

  /// {@return the element at a rank}
  Object at(int rank) {
    Branch node = this;
    int rest = rank;
    while (!node.leaf) {
      int i = 0;
      while (rest >= node.child(i).count) {
        rest -= node.child(i).count;
        i++;
      }
      node = node.child(i);
    }
    return node.slot(rest);
  }

  /// Puts an element before the one at a rank.
  ///
  /// @return what was split off to the right, or null
  @Nullable Branch insert(int rank, Object element, int inEpoch) {
    count++;
    if (leaf) {
      return put(rank, element, inEpoch);
    }
    int i = childAt(rank);
    int within = rank - countBefore(i);
    Branch right = ownedChild(i, inEpoch).insert(within, element, inEpoch);
    return right == null ? null : put(i + 1, right, inEpoch);
  }

  private @Nullable Branch put(int i, Object slot, int inEpoch) {
    if (used < WIDTH) {
      open(i);
      slots[i] = slot;
      return null;
    }
    int half = WIDTH / 2;
    Branch right = new Branch(inEpoch, leaf, tail(half), WIDTH - half);
    Arrays.fill(slots, half, WIDTH, null);
    used = half;
    Branch target = i <= half ? this : right;
    int at = i <= half ? i : i - half;
    target.open(at);
    target.slots[at] = slot;
    recount();
    right.recount();
    return right;
  }

  private @Nullable Object[] tail(int from) {
    return Arrays.copyOf(Arrays.copyOfRange(slots, from, used), WIDTH);
  }

  private void recount() {
    count = leaf ? used : countOf(slots, used);
  }

  private void open(int i) {
    if (used == slots.length) {
      slots = Arrays.copyOf(slots, Math.min(WIDTH, Math.max(4, used * 2)));
    }
    System.arraycopy(slots, i, slots, i + 1, used - i);
    used++;
  }

  private void close(int i) {
    used--;
    System.arraycopy(slots, i + 1, slots, i, used - i);
    slots[used] = null;
  }

  /// Takes out the element at a rank.
  void remove(int rank, int inEpoch) {
    count--;
    if (leaf) {
      close(rank);
      return;
    }
    int i = childAt(rank);
    int within = rank - countBefore(i);
    Branch child = ownedChild(i, inEpoch);
    child.remove(within, inEpoch);
    if (child.used < LEAST && used > 1) {
      balance(Math.min(i, used - 2), inEpoch);
    }
  }

  /// Makes one node out of two neighbours, or two that are equally full.
  private void balance(int i, int inEpoch) {
    Branch left = child(i);
    Branch right = child(i + 1);
    @Nullable Object[] all = Arrays.copyOf(left.slots, left.used + right.used);
    System.arraycopy(right.slots, 0, all, left.used, right.used);
    if (all.length <= FILLED) {
      slots[i] = new Branch(inEpoch, left.leaf, all, all.length);
      close(i + 1);
    } else {
      int half = all.length / 2;
      slots[i] = new Branch(inEpoch, left.leaf, Arrays.copyOf(all, half), half);
      @Nullable Object[] rest = Arrays.copyOfRange(all, half, all.length);
      slots[i + 1] = new Branch(inEpoch, left.leaf, rest, rest.length);
    }
  }
}
