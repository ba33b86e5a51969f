package dev.goatdb.core.graph;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.CommitTime;
import dev.goatdb.api.commit.SessionId;
import java.util.Comparator;
import java.util.List;

/// A commit in the graph of its item: its name, its parents, its place.
///
/// A node whose parents were not read yet stands for the same commit as the one in the whole graph,
/// but leads nowhere: it says so when it is asked for parents.
///
/// Thread rule: everything but [#deleted] and [#position] is final and safe to read from any
/// thread; those two belong to the repository, which sets them before it attaches the node.
public final class Node {

  /// Orders nodes by their commits' ids.
  public static final Comparator<Node> BY_ID = Comparator.comparing(Node::id);

  /// Orders nodes by time and, where times are equal, by id: the last one is the latest commit.
  public static final Comparator<Node> BY_TIME =
      Comparator.comparing(Node::time).thenComparing(Node::id);

  /// Whether the item is deleted at this commit; set by the repository.
  public boolean deleted;

  /// Where the commit lies in the log, or a negative number if that is not known; set by the
  /// repository.
  public long position = -1;

  private static final Node[] NONE = {};

  /// The parents of a node that has some which were not read.
  private static final Node[] UNREAD = {};

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

  private Node(CommitId id, CommitTime time, SessionId author, int ordinal) {
    this.id = id;
    this.parents = UNREAD;
    this.author = author;
    this.time = time.bits();
    this.ordinal = ordinal;
    this.generation = 1;
  }

  /// {@return a node whose parents are not read}
  static Node unread(CommitId id, CommitTime time, SessionId author, int ordinal) {
    return new Node(id, time, author, ordinal);
  }

  /// {@return whether its parents are known}
  public boolean isRead() {
    return parents != UNREAD;
  }

  private Node[] read() {
    if (parents == UNREAD) {
      throw new IllegalStateException("the parents of commit " + id + " were not read");
    }
    return parents;
  }

  /// {@return the commit's name}
  public CommitId id() {
    return id;
  }

  /// {@return the parents, in the order of their ids}
  ///
  /// @throws IllegalStateException if they were not read
  public List<Node> parents() {
    return List.of(read());
  }

  /// {@return the number of parents}
  ///
  /// @throws IllegalStateException if they were not read
  public int parentCount() {
    return read().length;
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
