package dev.goatdb.core.merge;

import dev.goatdb.api.schema.Schema;
import dev.goatdb.api.schema.SchemaId;
import java.util.Optional;

/// The schemas that are registered.
@FunctionalInterface
public interface SchemaLookup {

  /// {@return the schema of an id, if it is registered}
  ///
  /// @param id a schema's name and version
  Optional<Schema<?>> schema(SchemaId id);
}
