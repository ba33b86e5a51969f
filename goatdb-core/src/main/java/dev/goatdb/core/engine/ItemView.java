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
import dev.goatdb.api.value.Value;
import dev.goatdb.core.codec.Splice;
import dev.goatdb.core.codec.State;
import dev.goatdb.core.graph.Node;
import dev.goatdb.core.repository.Edit;
import dev.goatdb.core.repository.ItemEntry;
import dev.goatdb.core.repository.RepositoryEngine;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
    ItemEntry item = repository.engine().find(key);
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
    ItemEntry item = engine.find(key);
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
    ItemEntry item = engine.find(key);
    if (item == null) {
      return Optional.empty();
    }
    Optional<State> state = engine.current(item);
    return state.isEmpty() ? Optional.empty() : typed.read(item, state.get());
  }

  @Override
  public <V> V get(Field<T, V> field) {
    RepositoryEngine engine = repository.engine();
    ItemEntry item = engine.find(key);
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
    RepositoryEngine engine = repository.engine();
    ItemEntry item = engine.find(key);
    return item != null && engine.exists(item);
  }

  @Override
  public <V> Receipt set(Field<T, V> field, V value) {
    return edit(current -> {
      State base = present(current);
      Document document = typed.schema().with(Typed.document(base), field, value);
      return typed.changed(base, document, Map.of());
    });
  }

  @Override
  public Receipt update(UnaryOperator<T> change) {
    return edit(current -> {
      State base = present(current);
      Document document = Typed.document(base);
      T before = document.as(typed.schema()).orElseThrow(this::nothing);
      Document after = typed.schema().revise(document, change.apply(before));
      return typed.changed(base, after, Map.of());
    });
  }

  @Override
  public Receipt replace(Field<T, String> field, int start, int end, String text) {
    return edit(current -> {
      State base = present(current);
      Document document = Typed.document(base);
      String before = typed.schema().own(field).in(document).orElse("");
      TextRange range =
          new TextRange(before, start, end, repository.path() + "/" + key, field.name());
      Document after = typed.schema().with(document, field, range.replacedBy(text));
      Optional<Splice> splice =
          base.value(field.name()) instanceof Value.Text ? range.splice(text) : Optional.empty();
      return typed.changed(
          base, after, splice.map(s -> Map.of(field.name(), List.of(s))).orElse(Map.of()));
    });
  }

  private State present(Optional<State> current) {
    State state = current.filter(s -> !s.isDeleted()).orElseThrow(this::nothing);
    if (!typed.isOf(state)) {
      throw new IllegalArgumentException(
          "item %s/%s is a %s, not a %s. Read it with Schema.UNTYPED to see what it holds."
              .formatted(repository.path(), key, state.schema(), typed.schema().id().name()));
    }
    return typed.upgraded(state);
  }

  @Override
  public Receipt delete() {
    return edit(this::deleted);
  }

  private Optional<Edit.Change> deleted(Optional<State> current) {
    State state = current.orElseThrow(this::nothing);
    return state.isDeleted()
        ? Optional.empty()
        : Optional.of(tombstone(state, new Value.Bool(true), Commit.Kind.DELETE));
  }

  @Override
  public Receipt restore() {
    return edit(current -> {
      State state = current.orElseThrow(this::nothing);
      return state.isDeleted()
          ? Optional.of(tombstone(state, Value.NULL, Commit.Kind.EDIT))
          : Optional.empty();
    });
  }

  private static Edit.Change tombstone(State state, Value value, Commit.Kind kind) {
    return new Edit.Change(state, state.schema(), Map.of(State.DELETED, value), kind, Map.of());
  }

  private Receipt edit(Edit edit) {
    repository.requireWritable(typed.schema());
    return repository.engine().edit(key, edit);
  }

  @Override
  public Receipt commitOn(List<CommitId> parents, UnaryOperator<Optional<T>> change) {
    repository.requireWritable(typed.schema());
    return repository
        .engine()
        .editOn(
            key,
            parents,
            current -> {
              Optional<T> before =
                  current
                      .filter(state -> !state.isDeleted() && typed.isOf(state))
                      .flatMap(state -> Typed.document(state).as(typed.schema()));
              Optional<T> after = change.apply(before);
              return after.isEmpty() ? Optional.empty() : typed.put(after.get()).apply(current);
            });
  }

  @Override
  public Receipt settle() {
    return repository.engine().settle(key);
  }

  @Override
  public Receipt receipt() {
    return repository.engine().receipt(key);
  }

  @Override
  public List<CommitId> heads() {
    RepositoryEngine engine = repository.engine();
    ItemEntry item = engine.find(key);
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
    return repository.engine().edit(key, wanted.isDeleted() ? this::deleted : typed.revert(wanted));
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
    ItemEntry item = repository.engine().entry(key);
    ItemListener<T> added = new ItemListener<>(typed, listener, repository.listenerExecutor());
    item.listen(added);
    return () -> {
      added.close();
      item.unlisten(added);
    };
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
