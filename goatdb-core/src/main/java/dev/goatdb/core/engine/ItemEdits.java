package dev.goatdb.core.engine;

import dev.goatdb.api.commit.Commit;
import dev.goatdb.api.schema.Document;
import dev.goatdb.api.schema.Field;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.codec.Splice;
import dev.goatdb.core.codec.State;
import dev.goatdb.core.repository.Edit;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// What an application asks to be done to one item, as edits. Immutable; any thread.
///
/// @param typed reads and writes its values
/// @param key the item
/// @param nothing says why there is no value
/// @param <T> type of the value
record ItemEdits<T>(Typed<T> typed, String key, Supplier<NoSuchElementException> nothing) {

  <V> Edit set(Field<T, V> field, V value) {
    return current -> {
      State base = present(current);
      Document document = typed.schema().with(Typed.document(base), field, value);
      return typed.changed(key, base, document, Map.of());
    };
  }

  Edit update(UnaryOperator<T> change) {
    return current -> {
      State base = present(current);
      Document document = Typed.document(base);
      T before = document.as(typed.schema()).orElseThrow(nothing);
      Document after = typed.schema().revise(document, change.apply(before));
      return typed.changed(key, base, after, Map.of());
    };
  }

  Edit replace(Field<T, String> field, int start, int end, String text) {
    return current -> {
      State base = present(current);
      Document document = Typed.document(base);
      String before = typed.schema().own(field).in(document).orElse("");
      TextRange range = new TextRange(before, start, end, place(), field.name());
      Document after = typed.schema().with(document, field, range.replacedBy(text));
      Optional<Splice> splice =
          base.value(field.name()) instanceof Value.Text ? range.splice(text) : Optional.empty();
      return typed.changed(
          key, base, after, splice.map(s -> Map.of(field.name(), List.of(s))).orElse(Map.of()));
    };
  }

  Edit delete() {
    return current -> {
      State state = current.orElseThrow(nothing);
      return state.isDeleted()
          ? Optional.empty()
          : Optional.of(tombstone(state, new Value.Bool(true), Commit.Kind.DELETE));
    };
  }

  Edit restore() {
    return current -> {
      State state = current.orElseThrow(nothing);
      return state.isDeleted()
          ? Optional.of(tombstone(state, Value.NULL, Commit.Kind.EDIT))
          : Optional.empty();
    };
  }

  private String place() {
    return typed.repository() + "/" + key;
  }

  private State present(Optional<State> current) {
    State state = current.filter(s -> !s.isDeleted()).orElseThrow(nothing);
    if (!typed.isOf(state)) {
      throw new IllegalArgumentException(
          "item %s is a %s, not a %s. Read it with Schema.UNTYPED to see what it holds."
              .formatted(place(), state.schema(), typed.schema().id().name()));
    }
    return typed.upgraded(key, state);
  }

  private static Edit.Change tombstone(State state, Value value, Commit.Kind kind) {
    return new Edit.Change(state, state.schema(), Map.of(State.DELETED, value), kind, Map.of());
  }
}
