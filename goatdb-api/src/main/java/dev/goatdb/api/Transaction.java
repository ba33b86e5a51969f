package dev.goatdb.api;

import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.Schema;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Edits of several items of one repository that count together or not at all: in the log of this
/// process, for its queries and listeners, and after a crash. Peers get the commits together as a
/// rule; one that is connected badly may have some of them for a while.
///
/// Everybody else sees nothing of it before the body of
/// [Repository#transaction(java.util.function.Consumer)] has ended; the body sees its own edits
/// through [#value(Item)]. One thread, that of the body, until the body ends. A value that is not
/// valid, or anything else that the body throws, discards all of it.
///
/// At most 4,096 commits and 512 KiB.
public interface Transaction {

  /// Makes an item with a new random key.
  ///
  /// @param schema its schema
  /// @param value its value
  /// @param <T> type of the value
  /// @return the item, which others see when the transaction has ended
  <T> Item<T> create(Schema<T> schema, T value);

  /// Makes an item with a given key, or replaces the value of the one that is there.
  ///
  /// @param schema its schema
  /// @param key its key, 1 to 255 characters
  /// @param value its value
  /// @param <T> type of the value
  /// @return the item
  <T> Item<T> put(Schema<T> schema, String key, T value);

  /// {@return an item's value as this transaction has it}
  ///
  /// @param item an item of this repository
  /// @param <T> type of the value
  /// @throws java.util.NoSuchElementException if there is none
  <T> T get(Item<T> item);

  /// {@return an item's value as this transaction has it, or nothing if there is none}
  ///
  /// @param item an item of this repository
  /// @param <T> type of the value
  <T> Optional<T> value(Item<T> item);

  /// Sets a field.
  ///
  /// @param item an item of this repository
  /// @param field the field
  /// @param value its new value
  /// @param <T> type of the item's value
  /// @param <V> type of the field
  <T, V> void set(Item<T> item, Field<T, V> field, V value);

  /// Changes a value.
  ///
  /// @param item an item of this repository
  /// @param change makes the new value out of the present one; pure
  /// @param <T> type of the value
  <T> void update(Item<T> item, UnaryOperator<T> change);

  /// Replaces part of a text, as [Item#replace(Field, int, int, String)].
  ///
  /// @param item an item of this repository
  /// @param field a text field
  /// @param start first index, in `char`s
  /// @param end index after the last one
  /// @param text what comes in its place
  /// @param <T> type of the item's value
  /// @throws IndexOutOfBoundsException if the range is outside of the text, or would split a
  ///   surrogate pair
  <T> void replace(Item<T> item, Field<T, String> field, int start, int end, String text);

  /// Deletes an item.
  ///
  /// @param item an item of this repository
  void delete(Item<?> item);

  /// Brings a deleted item back.
  ///
  /// @param item an item of this repository
  void restore(Item<?> item);
}
