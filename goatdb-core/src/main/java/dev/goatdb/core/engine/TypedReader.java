package dev.goatdb.core.engine;

import dev.goatdb.api.Item;
import dev.goatdb.api.error.GoatDbException;
import dev.goatdb.core.codec.State;
import dev.goatdb.core.graph.Node;
import dev.goatdb.core.graph.PastHeads;
import dev.goatdb.core.query.Reader;
import dev.goatdb.core.repository.ItemEntry;
import dev.goatdb.core.repository.RepositoryEngine;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Reads the items of a repository for queries. Any thread.
///
/// @param repository which
/// @param typed how
/// @param asOf as of when; nothing for now
/// @param warnings hears of items that cannot be read
/// @param <T> type of the values
record TypedReader<T>(
    RepositoryView repository, Typed<T> typed, Optional<Instant> asOf, Warnings warnings)
    implements Reader<T> {

  @Override
  public RepositoryEngine engine() {
    return repository.engine();
  }

  @Override
  public @Nullable T read(RepositoryEngine engine, ItemEntry item, List<Predicate<State>> tests) {
    if (asOf.isPresent()) {
      return readAt(engine, item, engine.history(item), tests);
    }
    T atHand = tests.isEmpty() ? typed.atHand(item) : null;
    return atHand != null ? atHand : decoded(engine, item, tests);
  }

  private @Nullable T decoded(
      RepositoryEngine engine, ItemEntry item, List<Predicate<State>> tests) {
    try {
      return value(item, engine.committed(item), tests);
    } catch (GoatDbException.Refused e) {
      return passOver(e);
    }
  }

  @Override
  public @Nullable T readAt(
      RepositoryEngine engine, ItemEntry item, List<Node> heads, List<Predicate<State>> tests) {
    List<Node> of =
        asOf.map(time -> PastHeads.of(engine.withHistory(item, heads), time)).orElse(heads);
    try {
      return value(item, engine.stateAt(item, of), tests);
    } catch (GoatDbException.Refused e) {
      return passOver(e);
    }
  }

  private @Nullable T value(ItemEntry item, Optional<State> found, List<Predicate<State>> tests) {
    if (found.isEmpty()) {
      return null;
    }
    State state = found.get();
    if (!typed.isOf(state) || state.isDeleted()) {
      return null;
    }
    for (Predicate<State> test : tests) {
      if (!test.test(state)) {
        return null;
      }
    }
    return made(item, state);
  }

  private @Nullable T made(ItemEntry item, State state) {
    try {
      return typed.read(item, state).orElse(null);
    } catch (IllegalStateException e) { // an upgrade threw
      return passOver(e);
    }
  }

  /// What cannot be merged or read may have come from a peer; it must not end everybody's queries.
  private @Nullable T passOver(RuntimeException reason) {
    warnings.once("queries pass over an item: " + reason.getMessage());
    return null;
  }

  @Override
  public Item<T> item(String key) {
    return repository.view(typed.schema(), key);
  }

  @Override
  public Set<String> between(T before, T after) {
    return typed.differing(Optional.of(before), Optional.of(after));
  }
}
