package dev.goatdb.core.engine;

import dev.goatdb.api.Item;
import dev.goatdb.api.Transaction;
import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.Schema;
import dev.goatdb.core.repository.Edit;
import dev.goatdb.core.repository.EditGroup;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// A transaction as its body sees it. One thread.
final class TransactionView implements Transaction {

  private final RepositoryView repository;
  private final EditGroup group;

  TransactionView(RepositoryView repository, EditGroup group) {
    this.repository = repository;
    this.group = group;
  }

  @Override
  public <T> Item<T> create(Schema<T> schema, T value) {
    return put(schema, repository.randomKey(), value);
  }

  @Override
  public <T> Item<T> put(Schema<T> schema, String key, T value) {
    Objects.requireNonNull(value, "value");
    repository.requireWritable(schema);
    ItemView<T> item = repository.view(schema, key);
    group.edit(key, item.typed().put(key, value));
    return item;
  }

  @Override
  public <T> T get(Item<T> item) {
    return value(item).orElseThrow(() -> nothing(item));
  }

  private static NoSuchElementException nothing(Item<?> item) {
    return new NoSuchElementException("item " + item + " has no value in this transaction");
  }

  @Override
  public <T> Optional<T> value(Item<T> item) {
    ItemView<T> own = own(item);
    return group.state(own.key()).flatMap(state -> own.typed().read(own.key(), state));
  }

  @Override
  public <T, V> void set(Item<T> item, Field<T, V> field, V value) {
    edit(item, edits -> edits.set(field, value));
  }

  @Override
  public <T> void update(Item<T> item, UnaryOperator<T> change) {
    edit(item, edits -> edits.update(change));
  }

  @Override
  public <T> void replace(Item<T> item, Field<T, String> field, int start, int end, String text) {
    edit(item, edits -> edits.replace(field, start, end, text));
  }

  @Override
  public void delete(Item<?> item) {
    edit(item, ItemEdits::delete);
  }

  @Override
  public void restore(Item<?> item) {
    edit(item, ItemEdits::restore);
  }

  private <T> void edit(Item<T> item, Function<ItemEdits<T>, Edit> wanted) {
    ItemView<T> own = own(item);
    repository.requireWritable(own.typed().schema());
    ItemEdits<T> edits = new ItemEdits<>(own.typed(), own.key(), () -> nothing(item));
    group.edit(own.key(), wanted.apply(edits));
  }

  private <T> ItemView<T> own(Item<T> item) {
    if (item instanceof ItemView<T> view && view.repository().equals(repository)) {
      return view;
    }
    throw new IllegalArgumentException(
        "item %s is not in %s; a transaction is over one repository"
            .formatted(item, repository.path()));
  }
}
