package dev.goatdb.core.query;

import dev.goatdb.api.Item;
import dev.goatdb.core.codec.State;
import dev.goatdb.core.graph.Node;
import dev.goatdb.core.repository.ItemEntry;
import dev.goatdb.core.repository.RepositoryEngine;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Reads the items of one repository as values of one schema. What a peer wrote and nobody can read
/// is not there. Any thread.
///
/// @param <T> type of the values
public interface Reader<T> extends FieldDiff<T> {

  /// {@return the repository, opened if it is not open}
  RepositoryEngine engine();

  /// {@return the committed value of an item, or null if it does not exist, is of another schema,
  /// or fails a test}
  ///
  /// @param engine the repository
  /// @param item the item
  /// @param tests asked before a value is made
  @Nullable T read(RepositoryEngine engine, ItemEntry item, List<Predicate<State>> tests);

  /// {@return the value of some heads of an item, as [#read]}
  ///
  /// @param engine the repository
  /// @param item the item
  /// @param heads the heads
  /// @param tests asked before a value is made
  @Nullable T readAt(
      RepositoryEngine engine, ItemEntry item, List<Node> heads, List<Predicate<State>> tests);

  /// {@return a handle on an item}
  Item<T> item(String key);
}
