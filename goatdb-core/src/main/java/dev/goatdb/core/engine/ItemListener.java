package dev.goatdb.core.engine;

import dev.goatdb.api.Item;
import dev.goatdb.api.error.GoatDbException;
import dev.goatdb.core.codec.State;
import dev.goatdb.core.graph.Node;
import dev.goatdb.core.repository.AppendedBatch;
import dev.goatdb.core.repository.ItemEntry;
import dev.goatdb.core.repository.RepositoryEngine;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// Somebody who listens to one item.
///
/// States are taken on the writer, where they are at hand: a listener that is called late, also
/// when the log is closed already, hears of every change. What makes them the application's values
/// runs with the listener.
///
/// @param <T> type of the value
final class ItemListener<T> {

  /// A change of the item's state.
  private record Step(
      Optional<State> before, Optional<State> after, boolean isLocal, boolean isMerge) {

    /// {@return this step and the one after it as one}
    Step then(Step next) {
      return new Step(before, next.after, isLocal && next.isLocal, next.isMerge);
    }
  }

  private final Typed<T> typed;
  private final Consumer<Item.Update<T>> consumer;
  private final Mailbox<Step> mailbox;

  /// The value before a change that could not be told, until one can. The writer's.
  private Optional<Optional<State>> untold = Optional.empty();

  private volatile boolean closed;

  ItemListener(Typed<T> typed, Consumer<Item.Update<T>> consumer, Executor executor) {
    this.typed = typed;
    this.consumer = consumer;
    this.mailbox = new Mailbox<>(executor, Step::then, this::tell);
  }

  void close() {
    closed = true;
  }

  /// Tells everybody who listens to an item of a batch. On the writer.
  ///
  /// Heads that cannot be merged here have no value to tell; the change that completes them has,
  /// and its value before is the one that was told last.
  ///
  /// @param warnings hears of values that cannot be made because something is broken
  static void tellAll(AppendedBatch batch, Consumer<String> warnings) {
    for (AppendedBatch.Touched touched : batch.items()) {
      List<Object> listeners = touched.item().listeners();
      if (!listeners.isEmpty()) {
        Heads heads = new Heads(batch.repository(), touched.item(), warnings);
        Optional<Optional<State>> before = heads.value(touched.before());
        Optional<Optional<State>> after = heads.value(touched.after());
        for (Object listener : listeners) {
          ((ItemListener<?>) listener).post(touched, before, after);
        }
      }
    }
  }

  private void post(
      AppendedBatch.Touched touched,
      Optional<Optional<State>> before,
      Optional<Optional<State>> after) {
    Optional<Optional<State>> from = untold.or(() -> before);
    untold = after.isPresent() ? Optional.empty() : from;
    if (after.isPresent()) {
      boolean isMerge = touched.after().size() > 1;
      mailbox.post(
          new Step(from.orElse(Optional.empty()), after.get(), touched.isLocal(), isMerge));
    }
  }

  /// Some heads of an item, which may have a value.
  private record Heads(RepositoryEngine engine, ItemEntry item, Consumer<String> warnings) {

    /// {@return their state, which is nothing where there are no heads; nothing if it cannot be
    /// made}
    Optional<Optional<State>> value(List<Node> heads) {
      try {
        return Optional.of(engine.valueOf(item, heads));
      } catch (GoatDbException.Refused e) {
        return Optional.empty();
      } catch (RuntimeException | StackOverflowError e) {
        // A strategy that throws must not stop the writer.
        warnings.accept("%s/%s cannot be told: %s".formatted(engine.path(), item.key(), e));
        return Optional.empty();
      }
    }
  }

  /// Tells of a change, if the values differ.
  private void tell(Step step) {
    Optional<T> old = value(step.before());
    Optional<T> now = value(step.after());
    if (closed || old.equals(now)) {
      return;
    }
    Set<String> fields = typed.differing(old, now);
    consumer.accept(new Item.Update<>(old, now, fields, step.isLocal(), step.isMerge()));
  }

  private Optional<T> value(Optional<State> state) {
    return state
        .filter(s -> !s.isDeleted() && typed.isOf(s))
        .flatMap(s -> Typed.document(s).as(typed.schema()));
  }
}
