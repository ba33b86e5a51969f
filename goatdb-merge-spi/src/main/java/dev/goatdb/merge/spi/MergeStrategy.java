package dev.goatdb.merge.spi;

import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.FieldType;
import dev.goatdb.api.schema.StrategyId;
import dev.goatdb.api.spi.Plugin;
import dev.goatdb.api.value.Value;
import java.util.Optional;

/// Merges the concurrent values of one field. Pure, total and bounded in time: called from any
/// thread, with any values that a peer could send, also ones that do not fit the field's type.
public interface MergeStrategy extends Plugin {

  /// {@return name and version; a change of behaviour is a new version}
  StrategyId id();

  /// {@return whether fields of a type can use this strategy}
  ///
  /// @param type a field's type
  boolean supports(FieldType<?> type);

  /// {@return what is wrong with the declaration of a field of a supported type, such as a
  /// parameter that the strategy does not know; nothing if it is right} Asked once, when a schema
  /// is used first. By default, a strategy has no parameters.
  ///
  /// @param field a field that names this strategy
  default Optional<String> complaint(Field<?, ?> field) {
    return field.parameters().isEmpty()
        ? Optional.empty()
        : Optional.of("takes no parameters, was told " + field.parameters().keySet());
  }

  /// Merges.
  ///
  /// @param input field, base and heads
  /// @return the merged value; [Value#NULL] if the field is absent now
  Value merge(MergeInput input);

  /// {@return whether the strategy looks at [MergeInput.Head#edits()]}; the engine reads them from
  /// the log only then. It must merge as well where they are empty: what was written as a whole, or
  /// came together from several heads, has none.
  default boolean readsEdits() {
    return false;
  }

  /// {@return the text of [#id()], such as `text@1`}
  @Override
  default String name() {
    return id().toString();
  }
}
