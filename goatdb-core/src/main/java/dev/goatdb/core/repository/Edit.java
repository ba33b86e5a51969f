package dev.goatdb.core.repository;

import dev.goatdb.api.commit.Commit;
import dev.goatdb.api.schema.SchemaId;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.codec.Splice;
import dev.goatdb.core.codec.State;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An edit of one item: a function of its present value.
@FunctionalInterface
public interface Edit {

  /// {@return what to write; nothing if there is nothing to change}
  ///
  /// Called without a lock, and again if the item changed meanwhile. Whatever it throws reaches the
  /// caller and changes nothing.
  ///
  /// @param current the present state, also of a deleted item; nothing if there was never one
  Optional<Change> apply(Optional<State> current);

  /// What to write. The maps are given away.
  ///
  /// @param base the present state, brought to the schema version that is written; empty for a new
  ///   item
  /// @param schema the schema of the new state
  /// @param values the fields to write; [Value#NULL] removes one
  /// @param kind what the commit does
  /// @param splices the operations by text field, where an operation made the change
  record Change(
      State base,
      SchemaId schema,
      Map<String, Value> values,
      Commit.Kind kind,
      Map<String, List<Splice>> splices) {}
}
