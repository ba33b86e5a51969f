package dev.goatdb.core.engine;

import dev.goatdb.api.Blame;
import dev.goatdb.api.CommitGraph;
import dev.goatdb.api.Conflict;
import dev.goatdb.api.Difference;
import dev.goatdb.api.Item;
import dev.goatdb.api.Receipt;
import dev.goatdb.api.Repository;
import dev.goatdb.api.Subscription;
import dev.goatdb.api.commit.Commit;
import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.schema.Document;
import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.Schema;
import dev.goatdb.core.codec.State;
import dev.goatdb.core.graph.Node;
import dev.goatdb.core.repository.Edit;
import dev.goatdb.core.repository.ItemEntry;
import dev.goatdb.core.repository.RepositoryEngine;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// A handle on one item. Immutable; any thread.
///
/// @param <T> type of the value
final class ItemView<T> implements Item<T> {

  private final RepositoryView repository;
  private final Typed<T> typed;
  private final String key;

  ItemView(RepositoryView repository, Typed<T> typed, String key) {
    this.repository = repository;
    this.typed = typed;
    this.key = key;
  }

  @Override
  public String key() {
    return key;
  }

  @Override
  public Repository repository() {
    return repository;
  }

  @Override
  public T get() {
    ItemEntry item = repository.engine().glance(key);
    T atHand = item == null ? null : typed.atHand(item);
    return atHand != null ? atHand : fetch(repository, typed, key);
  }

  /// The slow path has a view of its own: the compiler then makes none for the fast one.
  private static <T> T fetch(RepositoryView repository, Typed<T> typed, String key) {
    ItemView<T> view = new ItemView<>(repository, typed, key);
    return view.value().orElseThrow(view::nothing);
  }

  private NoSuchElementException nothing() {
    RepositoryEngine engine = repository.engine();
    ItemEntry item = engine.glance(key);
    List<Node> heads = item == null ? List.of() : engine.heads(item);
    String place = "item " + repository.path() + "/" + key;
    if (heads.isEmpty()) {
      return new NoSuchElementException(
          place + " was never written here. Ask exists(), use value(), or put(…).");
    }
    Node head = heads.stream().max(Node.BY_TIME).orElseThrow();
    return new NoSuchElementException(
        "%s was deleted at %s by session %s. Ask exists(), use value(), or restore()."
            .formatted(place, head.time().instant(), head.author().brief()));
  }

  @Override
  public Optional<T> value() {
    RepositoryEngine engine = repository.engine();
    ItemEntry item = engine.glance(key);
    if (item == null) {
      return Optional.empty();
    }
    Optional<State> state = engine.current(item);
    return state.isEmpty() ? Optional.empty() : typed.read(item, state.get());
  }

  @Override
  public <V> V get(Field<T, V> field) {
    RepositoryEngine engine = repository.engine();
    ItemEntry item = engine.glance(key);
    Optional<State> state = item == null ? Optional.empty() : engine.current(item);
    Document document =
        state.filter(s -> !s.isDeleted()).map(Typed::document).orElseThrow(this::nothing);
    Document upgraded = typed.schema().upgrade(document).orElse(document);
    return typed
        .schema()
        .own(field)
        .in(upgraded)
        .orElseThrow(() ->
            new NoSuchElementException(
                "field '%s' of item %s/%s is absent and has no default"
                    .formatted(field.name(), repository.path(), key)));
  }

  @Override
  public boolean exists() {
    return repository.engine().exists(key);
  }

  @Override
  public <V> Receipt set(Field<T, V> field, V value) {
    return edit(edits().set(field, value));
  }

  @Override
  public Receipt update(UnaryOperator<T> change) {
    return edit(edits().update(change));
  }

  @Override
  public Receipt replace(Field<T, String> field, int start, int end, String text) {
    return edit(edits().replace(field, start, end, text));
  }

  @Override
  public Receipt delete() {
    return edit(edits().delete());
  }

  @Override
  public Receipt restore() {
    return edit(edits().restore());
  }

  /// {@return reads and writes the item's values}
  Typed<T> typed() {
    return typed;
  }

  private ItemEdits<T> edits() {
    return new ItemEdits<>(typed, key, this::nothing);
  }

  private Receipt edit(Edit edit) {
    repository.requireWritable(typed.schema());
    return repository.onEngine(engine -> engine.edit(key, edit));
  }

  @Override
  public Receipt commitOn(List<CommitId> parents, UnaryOperator<Optional<T>> change) {
    repository.requireWritable(typed.schema());
    Edit edit =
        current -> {
          Optional<T> before =
              current
                  .filter(state -> !state.isDeleted() && typed.isOf(state))
                  .flatMap(state -> Typed.document(state).as(typed.schema()));
          Optional<T> after = change.apply(before);
          return after.isEmpty() ? Optional.empty() : typed.put(key, after.get()).apply(current);
        };
    return repository.onEngine(engine -> engine.editOn(key, parents, edit));
  }

  @Override
  public Receipt settle() {
    return repository.onEngine(engine -> engine.settle(key));
  }

  @Override
  public Receipt receipt() {
    return repository.engine().receipt(key);
  }

  @Override
  public List<CommitId> heads() {
    RepositoryEngine engine = repository.engine();
    ItemEntry item = engine.glance(key);
    return item == null ? List.of() : engine.heads(item).stream().map(Node::id).toList();
  }

  @Override
  public Stream<Commit> history() {
    return past().stream().flatMap(ItemHistory::commits);
  }

  /// The history of the item, if it has one.
  private Optional<ItemHistory> past() {
    RepositoryEngine engine = repository.engine();
    ItemEntry item = engine.find(key);
    return item == null ? Optional.empty() : Optional.of(new ItemHistory(engine, item));
  }

  private ItemHistory pastOf(CommitId commit) {
    return past()
        .orElseThrow(() ->
            new NoSuchElementException(
                "commit %s is not a commit of item %s/%s"
                    .formatted(commit, repository.path(), key)));
  }

  @Override
  public Optional<T> at(CommitId commit) {
    return value(Optional.of(pastOf(commit).at(commit)));
  }

  private Optional<T> value(Optional<State> state) {
    return state.filter(s -> !s.isDeleted()).flatMap(s -> Typed.document(s).as(typed.schema()));
  }

  @Override
  public Optional<T> asOf(Instant time) {
    return past().flatMap(past -> value(past.engine().asOf(past.item(), time)));
  }

  @Override
  public List<Difference> diff(CommitId before, CommitId after) {
    return pastOf(before).diff(before, after);
  }

  @Override
  public Receipt revertTo(CommitId commit) {
    State wanted = pastOf(commit).at(commit);
    if (typed.schema() != Schema.UNTYPED) {
      repository.requireWritable(typed.schema());
    }
    Edit edit = wanted.isDeleted() ? edits().delete() : typed.revert(key, wanted);
    return repository.onEngine(engine -> engine.edit(key, edit));
  }

  @Override
  public List<Blame> blame(Field<T, ?> field) {
    return past().map(past -> past.blame(field.name())).orElse(List.of());
  }

  @Override
  public List<Conflict> explain(Field<T, ?> field) {
    return past()
        .map(past -> repository.conflicts(past.engine()).of(past.item(), field.name()))
        .orElse(List.of());
  }

  @Override
  public CommitGraph graph() {
    return past().map(ItemHistory::graph).orElse(new CommitGraph(List.of(), List.of()));
  }

  @Override
  public Subscription onChange(Consumer<Update<T>> listener) {
    ItemListener<T> added = new ItemListener<>(typed, listener, repository.listenerExecutor());
    return repository.listen(key, added);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ItemView<?> that
        && key.equals(that.key)
        && repository.equals(that.repository);
  }

  @Override
  public int hashCode() {
    return 31 * repository.hashCode() + key.hashCode();
  }

  @Override
  public String toString() {
    return repository.path() + "/" + key;
  }
}
