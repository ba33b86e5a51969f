package dev.goatdb.core.engine;

import dev.goatdb.api.error.GoatDbException;
import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.Schema;
import dev.goatdb.api.schema.SchemaId;
import dev.goatdb.core.merge.SchemaLookup;
import dev.goatdb.core.merge.Strategies;
import dev.goatdb.merge.spi.MergeStrategy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The schemas that this program knows. Using one registers it. Any thread.
final class SchemaRegistry implements SchemaLookup {

  private final Map<SchemaId, Schema<?>> byId = new ConcurrentHashMap<>();
  private final Strategies strategies;

  SchemaRegistry(Strategies strategies) {
    this.strategies = strategies;
  }

  @Override
  public Optional<Schema<?>> schema(SchemaId id) {
    return Optional.ofNullable(byId.get(id));
  }

  /// Registers a schema and those that it upgrades from.
  ///
  /// @throws GoatDbException.Configuration if a field's strategy is missing or does not fit, or
  ///   another declaration has the same id
  void register(Schema<?> schema) {
    Schema<?> known = byId.get(schema.id());
    if (known == schema || schema == Schema.UNTYPED) {
      return;
    }
    if (known != null) {
      requireSame(known, schema);
      return;
    }
    schema.fields().forEach(field -> requireStrategy(schema, field));
    schema.older().ifPresent(this::register);
    Schema<?> first = byId.putIfAbsent(schema.id(), schema);
    if (first != null) {
      requireSame(first, schema);
    }
  }

  private static void requireSame(Schema<?> known, Schema<?> schema) {
    if (!known.declaration().equals(schema.declaration())) {
      throw new GoatDbException.Configuration(
          "schema %s is registered with fields %s; this one has %s. Make it version %d and add .upgrade(…)."
              .formatted(schema.id(), names(known), names(schema), schema.id().version() + 1));
    }
  }

  private static List<String> names(Schema<?> schema) {
    return schema.fields().stream().map(Field::toString).toList();
  }

  private void requireStrategy(Schema<?> schema, Field<?, ?> field) {
    Optional<MergeStrategy> strategy = strategies.find(field.strategy());
    if (strategy.isEmpty()) {
      throw new GoatDbException.Configuration(
          "schema %s, field '%s': no merge strategy %s. Found: %s. Add the module that provides it, or .plugin(…)."
              .formatted(schema.id(), field.name(), field.strategy(), strategies));
    }
    if (!strategy.get().supports(field.type())) {
      throw new GoatDbException.Configuration(
          "schema %s, field '%s': strategy %s does not merge %s"
              .formatted(schema.id(), field.name(), field.strategy(), field.type().shape()));
    }
    strategy
        .get()
        .complaint(field)
        .ifPresent(complaint -> {
          throw new GoatDbException.Configuration(
              "schema %s, field '%s': strategy %s %s"
                  .formatted(schema.id(), field.name(), field.strategy(), complaint));
        });
  }
}
