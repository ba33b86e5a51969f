package dev.goatdb.core.graph;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.CommitTime;
import dev.goatdb.api.commit.SessionId;
import java.util.Comparator;
import java.util.List;

/// A commit in the graph of its item: its name, its parents, its place.
///
/// Thread rule: everything but [#deleted] and [#bundle] is final and safe to read from any thread;
/// those two belong to the repository, which sets them before it attaches the node.
public final class Node {

  /// Orders nodes by their commits' ids.
  public static final Comparator<Node> BY_ID = Comparator.comparing(Node::id);

  /// Orders nodes by time and, where times are equal, by id: the last one is the latest commit.
  public static final Comparator<Node> BY_TIME =
      Comparator.comparing(Node::time).thenComparing(Node::id);

  /// Whether the item is deleted at this commit; set by the repository.
  public boolean deleted;

  /// Which bundle signs the commit; set by the repository.
  public int bundle;

  private static final Node[] NONE = {};

  private final CommitId id;
  private final Node[] parents;
  private final SessionId author;
  private final long time;
  private final int generation;
  private final int ordinal;

  Node(CommitId id, List<Node> parents, CommitTime time, SessionId author, int ordinal) {
    this.id = id;
    this.parents = parents.isEmpty() ? NONE : parents.toArray(Node[]::new);
    this.author = author;
    this.time = time.bits();
    this.ordinal = ordinal;
    int highest = 0;
    for (Node parent : this.parents) {
      highest = Math.max(highest, parent.generation);
    }
    this.generation = highest + 1;
  }

  /// {@return the commit's name}
  public CommitId id() {
    return id;
  }

  /// {@return the parents, in the order of their ids}
  public List<Node> parents() {
    return List.of(parents);
  }

  /// {@return the number of parents}
  public int parentCount() {
    return parents.length;
  }

  /// {@return a parent, without the list that [#parents()] makes}
  ///
  /// @param i 0 to one less than [#parentCount()]
  public Node parent(int i) {
    return parents[i];
  }

  /// {@return the commit's time}
  public CommitTime time() {
    return new CommitTime(time);
  }

  /// {@return the session that made the commit}
  public SessionId author() {
    return author;
  }

  /// {@return 1 + the highest generation of the parents; every ancestor's is lower}
  public int generation() {
    return generation;
  }

  /// {@return the place in the order of arrival in this item's graph, from 0; every ancestor's is
  /// lower}
  public int ordinal() {
    return ordinal;
  }

  /// {@return the first digits of the id, for people}
  @Override
  public String toString() {
    return id.brief();
  }
}
