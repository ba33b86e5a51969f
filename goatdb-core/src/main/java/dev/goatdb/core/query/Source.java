package dev.goatdb.core.query;

import dev.goatdb.api.Item;
import java.util.Collection;
import java.util.Optional;

/// Where a query's rows come from. Any thread.
///
/// @param <T> type of the values
public interface Source<T> {

  /// {@return the keys of all items, also of those that do not exist}
  Collection<String> keys();

  /// {@return the committed value of an item; nothing if it does not exist or is of another schema}
  Optional<T> read(String key);

  /// {@return a handle on an item}
  Item<T> item(String key);

  /// {@return names the source in messages}
  String name();
}
