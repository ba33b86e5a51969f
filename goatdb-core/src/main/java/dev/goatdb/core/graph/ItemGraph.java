package dev.goatdb.core.graph;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.CommitTime;
import dev.goatdb.api.commit.SessionId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// All commits of one item. It only grows.
///
/// A million items with one commit each have to be cheap, so a graph of few commits is an array
/// that is searched from end to end; a map by id is made when the array gets long.
///
/// Thread rule: [#heads()], [#contains] and [#node] may be called from any thread; heads are a
/// snapshot, below which nothing changes any more. Everything else belongs to the one thread that
/// writes.
public final class ItemGraph {

  /// Up to this many commits are searched one by one.
  private static final int SEARCHED = 8;

  private static final Node[] NONE = {};

  /// Sorted by id and never changed in place. While there is one commit, the array is also
  /// [#nodes].
  private volatile Node[] heads = NONE;

  /// By ordinal; what lies beyond [#size] is not in use.
  private volatile @Nullable Node[] nodes = NONE;

  private int size;

  /// Commits that were not read; all of them are ancestors of those that were.
  private final int unread;

  private volatile @Nullable Map<CommitId, Node> byId;

  /// Makes a graph without commits.
  public ItemGraph() {
    this(0);
  }

  /// Makes a graph of which only some commits will be known.
  private ItemGraph(int unread) {
    this.unread = unread;
  }

  /// What is known of a head.
  ///
  /// @param id the commit
  /// @param time its time
  /// @param author the session that made it
  /// @param deleted whether the item is deleted at it
  /// @param position where it lies in the log
  public record Head(
      CommitId id, CommitTime time, SessionId author, boolean deleted, long position) {}

  /// {@return a graph that begins with the heads of an item} If they are all the commits that there
  /// are, the graph is whole; else the heads have no parents that could be asked for.
  ///
  /// @param heads the heads, at least one
  /// @param commits the number of all commits
  public static ItemGraph ofHeads(List<Head> heads, int commits) {
    ItemGraph graph = new ItemGraph(Math.max(0, commits - heads.size()));
    for (Head head : heads) {
      Node node =
          graph.isWhole()
              ? new Node(head.id(), List.of(), head.time(), head.author(), graph.size)
              : Node.unread(head.id(), head.time(), head.author(), graph.size);
      node.deleted = head.deleted();
      node.position = head.position();
      graph.attach(node);
    }
    return graph;
  }

  /// {@return whether all commits were read}
  public boolean isWhole() {
    return unread == 0;
  }

  /// {@return the nodes whose parents were not read} Any thread.
  public List<Node> unreadNodes() {
    List<Node> unreadNodes = new ArrayList<>();
    for (Node node : nodes) {
      if (node != null && !node.isRead()) {
        unreadNodes.add(node);
      }
    }
    return unreadNodes;
  }

  /// {@return the nodes whose parents are known, in the order of arrival} For the thread that
  /// writes.
  public List<Node> readNodes() {
    List<Node> readNodes = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      Node node = nodeAt(i);
      if (node.isRead()) {
        readNodes.add(node);
      }
    }
    return readNodes;
  }

  /// {@return the number of commits, read or not}
  public int commits() {
    return size + unread;
  }

  /// Adds a commit: [#prepare] and [#attach] in one.
  ///
  /// @return its node
  /// @throws IllegalArgumentException if the commit is there already or a parent is not
  public Node add(CommitId id, List<CommitId> parents, CommitTime time, SessionId author) {
    Node node = prepare(id, parents, time, author);
    attach(node);
    return node;
  }

  /// {@return a node that is not part of the graph yet}, so that the repository can set its marks
  /// before another thread sees it. The next call must be [#attach] with this node.
  ///
  /// @param id the commit
  /// @param parents its parents, all of which must be there
  /// @param time its time
  /// @param author the session that made it; share one instance between nodes
  /// @throws IllegalArgumentException if the commit is there already or a parent is not; names it
  public Node prepare(CommitId id, List<CommitId> parents, CommitTime time, SessionId author) {
    if (find(id) != null) {
      throw new IllegalArgumentException("commit " + id + " is in the graph already");
    }
    List<Node> found = new ArrayList<>(parents.size());
    for (CommitId parent : parents) {
      Node node = find(parent);
      if (node == null) {
        throw new IllegalArgumentException("parent " + parent + " of commit " + id + " is missing");
      }
      found.add(node);
    }
    found.sort(Node.BY_ID);
    return new Node(id, found, time, author, size);
  }

  /// Makes a prepared node part of the graph, and a head.
  ///
  /// @param node what [#prepare] gave last
  /// @throws IllegalArgumentException if another commit was attached since
  public void attach(Node node) {
    if (node.ordinal() != size) {
      throw new IllegalArgumentException("commit " + node.id() + " was not prepared last");
    }
    Node[] newHeads = headsWith(node);
    if (size == 0) {
      nodes = newHeads;
    } else {
      if (size == nodes.length) {
        nodes = Arrays.copyOf(nodes, Math.max(4, size + (size >> 1)));
      }
      nodes[size] = node;
    }
    size++;
    Map<CommitId, Node> known = byId;
    if (known != null) {
      known.put(node.id(), node);
    } else if (size > SEARCHED) {
      byId = index();
    }
    heads = newHeads;
  }

  private Node[] headsWith(Node node) {
    List<Node> result = new ArrayList<>(heads.length + 1);
    for (Node head : heads) {
      if (!isParent(node, head)) {
        result.add(head);
      }
    }
    result.add(node);
    result.sort(Node.BY_ID);
    return result.toArray(Node[]::new);
  }

  private static boolean isParent(Node node, Node candidate) {
    for (int i = 0; node.isRead() && i < node.parentCount(); i++) {
      if (node.parent(i) == candidate) {
        return true;
      }
    }
    return false;
  }

  private Map<CommitId, Node> index() {
    Map<CommitId, Node> index = new ConcurrentHashMap<>(4 * size);
    for (int i = 0; i < size; i++) {
      Node node = nodeAt(i);
      index.put(node.id(), node);
    }
    return index;
  }

  /// {@return the commits without children, sorted by id} A snapshot, from any thread.
  public List<Node> heads() {
    return List.of(heads);
  }

  /// {@return whether a commit is there and was read}
  ///
  /// @param id a commit
  public boolean contains(CommitId id) {
    return find(id) != null;
  }

  /// {@return the node of a commit that was read}
  ///
  /// @param id a commit
  public Optional<Node> node(CommitId id) {
    return Optional.ofNullable(find(id));
  }

  /// {@return the node of an ordinal}
  ///
  /// @param ordinal 0 to one less than [#size()]
  /// @throws IndexOutOfBoundsException on any other
  public Node nodeAt(int ordinal) {
    if (ordinal >= size) {
      throw new IndexOutOfBoundsException(ordinal);
    }
    Node node = nodes[ordinal];
    if (node == null) {
      throw new IllegalStateException("ordinal " + ordinal + " of " + size + " has no commit");
    }
    return node;
  }

  /// {@return the number of commits that were read}
  public int size() {
    return size;
  }

  private @Nullable Node find(CommitId id) {
    Map<CommitId, Node> known = byId;
    if (known != null) {
      return known.get(id);
    }
    @Nullable Node[] searched = nodes;
    for (int i = searched.length - 1; i >= 0; i--) {
      Node node = searched[i];
      if (node != null && node.id().equals(id)) {
        return node;
      }
    }
    return null;
  }
}
