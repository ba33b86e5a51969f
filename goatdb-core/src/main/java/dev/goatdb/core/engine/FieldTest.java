package dev.goatdb.core.engine;

import dev.goatdb.api.schema.Document;
import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.Schema;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.codec.State;
import java.util.Optional;
import java.util.function.Predicate;

/// Asks one field of a state, without making a value of all of it. A state of an older version is
/// upgraded first. Immutable; any thread.
///
/// @param schema how the state is read
/// @param field which field, as the schema declares it
/// @param test what it must pass; one that is absent and has no default does not
/// @param <T> type of the values
/// @param <V> type of the field
record FieldTest<T, V>(Schema<T> schema, Field<T, V> field, Predicate<? super V> test)
    implements Predicate<State> {

  @Override
  public boolean test(State state) {
    return read(state).filter(test).isPresent();
  }

  private Optional<V> read(State state) {
    if (schema == Schema.UNTYPED || state.schema().version() >= schema.id().version()) {
      return read(state.value(field.name()));
    }
    Optional<Document> upgraded = schema.upgrade(Typed.document(state));
    return upgraded.flatMap(field::in);
  }

  private Optional<V> read(Value stored) {
    return !(stored instanceof Value.Null) && field.type().accepts(stored)
        ? Optional.of(field.type().decode(stored))
        : field.fallback();
  }
}
