package dev.goatdb.core.merge;

import dev.goatdb.core.graph.Node;
import java.util.Collection;
import java.util.List;

/// The value of an item: a pure function of its heads, the graph below them, and the states of
/// commits.
///
/// - Heads are distinct commits and all take part, also those with equal states.
/// - If every pair of heads has the same maximal common ancestors, one pass merges all of them
///   against the value of those. Otherwise the two heads that share the most commits are merged
///   first (of equal pairs, the one with the smallest ids), the result stands for the union of
///   their ancestries, and so on until one is left.
/// - The value of several ancestors is their merge by this same rule; of none, the empty state.
/// - Whatever the rule needs and does not find makes the answer incomplete. There is no second-best
///   base.
///
/// The chain of merges that a criss-cross history needs can be long. It lies on a stack of its own,
/// so no history overflows the thread's, and a [MergeMemo] cuts it short.
///
/// Thread rule: immutable; any thread, as far as the memo, the strategies and the sources can be.
public final class Merger {

  /// Most heads that are merged. An item with more of them has to be settled first.
  public static final int MAX_HEADS = 256;

  private final SchemaLookup schemas;
  private final Strategies strategies;
  private final MergeMemo memo;

  /// Makes a merger.
  ///
  /// @param schemas the registered schemas
  /// @param strategies all strategies that these schemas name
  /// @param memo where merges are remembered
  public Merger(SchemaLookup schemas, Strategies strategies, MergeMemo memo) {
    this.schemas = schemas;
    this.strategies = strategies;
    this.memo = memo;
  }

  /// {@return the value of some heads}
  ///
  /// @param heads one or more commits of one item, none an ancestor of another
  /// @param states the states of commits
  /// @throws IllegalArgumentException if there are no heads
  /// @throws IllegalStateException if a strategy or an upgrade throws; it names the field or the
  ///   step
  public MergeResult merge(Collection<Node> heads, StateSource states) {
    if (heads.isEmpty()) {
      throw new IllegalArgumentException("nothing to merge");
    }
    List<Node> sorted = heads.stream().sorted(Node.BY_ID).distinct().toList();
    return new Merging(schemas, strategies, memo, states).valueOf(sorted);
  }
}
