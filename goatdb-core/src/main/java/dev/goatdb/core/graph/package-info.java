/// The commit graph of one item: ids and parents only, never bodies.
///
/// Every item has a graph of its own, a [dev.goatdb.core.graph.Node] for each commit. A node is
/// immutable but for two marks of the repository, and holds its parents, so that whatever is
/// reachable from a head is a consistent past that no later arrival changes. That is what lets one
/// thread write and all others read without a lock: a reader takes the heads once, and walks down
/// from them.
///
/// A graph may begin with its heads alone, as the log tells them; such nodes say so when they are
/// asked for parents, and the repository puts the whole graph in the place of this one.
///
/// Questions about ancestry are answered by [dev.goatdb.core.graph.Ancestry], which paints the
/// graph downwards from the tips in the order of generations and stops where everything left is
/// common: the cost depends on how far the tips are apart, not on how long the history is.
package dev.goatdb.core.graph;
