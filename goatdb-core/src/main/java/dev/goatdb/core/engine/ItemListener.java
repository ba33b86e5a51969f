package dev.goatdb.core.engine;

import dev.goatdb.api.Item;
import dev.goatdb.core.codec.State;
import dev.goatdb.core.graph.Node;
import dev.goatdb.core.repository.AppendedBatch;
import dev.goatdb.core.repository.RepositoryEngine;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Somebody who listens to one item. Hears each change of its value once: what he hears as before
/// is what he heard as after the last time, also if a value in between could not be made.
///
/// Thread rule: told by one thread at a time.
///
/// @param <T> type of the value
final class ItemListener<T> {

  private final Typed<T> typed;
  private final Consumer<Item.Update<T>> consumer;
  private volatile boolean closed;

  /// The heads whose value was told last; nothing before the first.
  private @Nullable List<Node> told;

  ItemListener(Typed<T> typed, Consumer<Item.Update<T>> consumer) {
    this.typed = typed;
    this.consumer = consumer;
  }

  void close() {
    closed = true;
  }

  /// Tells everybody who listens to an item of a batch. One task each, so that a listener that
  /// throws keeps nothing from the others.
  static void tellAll(AppendedBatch batch, Executor executor) {
    for (AppendedBatch.Touched touched : batch.items()) {
      for (Object listener : touched.item().listeners()) {
        executor.execute(() -> ((ItemListener<?>) listener).tell(batch.repository(), touched));
      }
    }
  }

  /// Where the value cannot be made, because something that a merge needs is missing, this throws
  /// and is reported; the next change that can be told covers it.
  private void tell(RepositoryEngine engine, AppendedBatch.Touched touched) {
    List<Node> from = told == null ? touched.before() : told;
    told = from;
    Optional<State> after = engine.valueOf(touched.item(), touched.after());
    told = touched.after();
    Optional<State> before = engine.valueOf(touched.item(), from);
    tell(before, after, touched.isLocal(), touched.after().size() > 1);
  }

  /// Tells of a change, if the values differ.
  private void tell(
      Optional<State> before, Optional<State> after, boolean isLocal, boolean isMerge) {
    Optional<T> old = value(before);
    Optional<T> now = value(after);
    if (closed || old.equals(now)) {
      return;
    }
    Set<String> fields = typed.differing(old, now);
    consumer.accept(new Item.Update<>(old, now, fields, isLocal, isMerge));
  }

  private Optional<T> value(Optional<State> state) {
    return state
        .filter(s -> !s.isDeleted() && typed.isOf(s))
        .flatMap(s -> Typed.document(s).as(typed.schema()));
  }
}
