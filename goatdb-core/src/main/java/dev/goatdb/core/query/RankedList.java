package dev.goatdb.core.query;

import java.util.AbstractList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// A sorted list without duplicates that knows the rank of every element: a B+ tree whose nodes
/// know how many elements lie below them. Inserting, removing and looking up by rank or by element
/// touch one node of each level, O(log n). It costs about six bytes an element.
///
/// A [#snapshot] costs nothing: it takes the tree as it is, and whoever changes the list afterwards
/// copies the nodes on the way, once for each snapshot. A node that no snapshot can see is changed
/// in place.
///
/// Sources: Bayer and McCreight, *Organization and Maintenance of Large Ordered Indices* (1972);
/// Driscoll, Sarnak, Sleator and Tarjan, *Making Data Structures Persistent* (1989), path copying.
///
/// Thread rule: one thread at a time; snapshots are immutable.
///
/// @param <E> type of the elements
final class RankedList<E> {

  private final Comparator<? super E> order;
  private Branch root = Branch.leaf(0);

  /// Nodes of an earlier epoch may be seen by a snapshot.
  private int epoch;

  /// @param order total; elements that compare as equal are the same
  RankedList(Comparator<? super E> order) {
    this.order = order;
  }

  /// {@return a list of elements that are sorted already}
  static <E> RankedList<E> ofSorted(Comparator<? super E> order, List<? extends E> sorted) {
    RankedList<E> list = new RankedList<>(order);
    list.root = Branch.build(sorted.toArray());
    return list;
  }

  /// {@return the number of elements}
  int size() {
    return root.count;
  }

  /// {@return the element at a rank}
  E at(int rank) {
    return cast(root.at(rank));
  }

  @SuppressWarnings("unchecked") // only elements are put in
  private E cast(Object element) {
    return (E) element;
  }

  /// {@return the rank of an element; if it is not there, `-rank - 1` of where it would be}
  int rank(E element) {
    return search(each -> order.compare(each, element));
  }

  /// {@return the rank of an element; if there is none, `-rank - 1` of where it would be}
  ///
  /// @param probe negative for elements before it, positive for those behind it
  int search(ToIntFunction<? super E> probe) {
    Branch node = root;
    int before = 0;
    while (!node.isLeaf()) {
      int i = 0;
      int high = node.used - 1;
      while (i < high) { // the first child whose last element is not before it
        int middle = (i + high) >>> 1;
        if (probe.applyAsInt(cast(node.child(middle).last())) < 0) {
          i = middle + 1;
        } else {
          high = middle;
        }
      }
      before += node.countBefore(i);
      node = node.child(i);
    }
    int found = searchLeaf(node, probe);
    return found >= 0 ? before + found : found - before;
  }

  private int searchLeaf(Branch leaf, ToIntFunction<? super E> probe) {
    int low = 0;
    int high = leaf.used - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int compared = probe.applyAsInt(cast(leaf.slot(middle)));
      if (compared == 0) {
        return middle;
      }
      if (compared < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -low - 1;
  }

  /// Puts an element in.
  ///
  /// @return its rank
  /// @throws IllegalStateException if it is there already
  int insert(E element) {
    int rank = -rank(element) - 1;
    if (rank < 0) {
      throw new IllegalStateException(
          "an element is there already; the order of the query is not consistent");
    }
    root = root.owned(epoch);
    Branch right = root.insert(rank, element, epoch);
    if (right != null) {
      root = Branch.over(root, right, epoch);
    }
    return rank;
  }

  /// Takes an element out.
  ///
  /// @return the rank that it had
  /// @throws IllegalStateException if it is not there
  int remove(E element) {
    int rank = rank(element);
    if (rank < 0) {
      throw new IllegalStateException(
          "an element is not where it was put; the order of the query is not consistent");
    }
    root = root.owned(epoch);
    root.remove(rank, epoch);
    while (!root.isLeaf() && root.used == 1) {
      root = root.child(0);
    }
    return rank;
  }

  /// Replaces the element at a rank by one that belongs to the same place.
  void replace(int rank, E element) {
    root = root.owned(epoch);
    Branch node = root;
    int at = rank;
    while (!node.isLeaf()) {
      int i = node.childAt(at);
      at -= node.countBefore(i);
      node = node.ownedChild(i, epoch);
    }
    node.replace(at, element);
  }

  /// {@return some of the elements, as they are now} Immutable, O(1); holds on to the tree.
  ///
  /// @param from rank of the first, clipped to what there is
  /// @param most how many at most
  List<E> snapshot(int from, int most) {
    int first = Math.min(from, size());
    int count = Math.min(most, size() - first);
    if (count == 0) {
      return List.of();
    }
    epoch++;
    return new Snapshot<>(root, first, count);
  }

  private static final class Snapshot<E> extends AbstractList<E> implements RandomAccess {
    private final Branch root;
    private final int first;
    private final int count;

    Snapshot(Branch root, int first, int count) {
      this.root = root;
      this.first = first;
      this.count = count;
    }

    @Override
    @SuppressWarnings("unchecked") // only elements are put in
    public E get(int index) {
      Objects.checkIndex(index, count);
      return (E) root.at(first + index);
    }

    @Override
    public int size() {
      return count;
    }

    @Override
    public Iterator<E> iterator() {
      return new Walk<>(root, first, first + count);
    }
  }

  /// Goes from leaf to leaf; finding the next leaf costs O(log n) once for all its elements.
  private static final class Walk<E> implements Iterator<E> {
    private final Branch root;
    private final int end;
    private int next;
    private @Nullable Branch leaf;
    private int at;

    Walk(Branch root, int first, int end) {
      this.root = root;
      this.next = first;
      this.end = end;
    }

    @Override
    public boolean hasNext() {
      return next < end;
    }

    @Override
    @SuppressWarnings("unchecked") // only elements are put in
    public E next() {
      if (next >= end) {
        throw new NoSuchElementException();
      }
      Branch current = leaf;
      if (current == null || at == current.used) {
        current = find();
      }
      next++;
      return (E) current.slot(at++);
    }

    private Branch find() {
      Branch node = root;
      int rank = next;
      while (!node.isLeaf()) {
        int i = node.childAt(rank);
        rank -= node.countBefore(i);
        node = node.child(i);
      }
      leaf = node;
      at = rank;
      return node;
    }
  }
}
