package dev.goatdb.core.engine;

import dev.goatdb.api.commit.Commit;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.error.GoatDbException;
import dev.goatdb.api.error.Refusal;
import dev.goatdb.api.schema.Document;
import dev.goatdb.api.schema.Schema;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.codec.Splice;
import dev.goatdb.core.codec.State;
import dev.goatdb.core.merge.Upgrades;
import dev.goatdb.core.repository.Edit;
import dev.goatdb.core.repository.ItemEntry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Between states and the values of a schema. Immutable; any thread.
///
/// @param schema how to read and write
/// @param repository names the place in messages
/// @param <T> type of the values
record Typed<T>(Schema<T> schema, RepositoryPath repository) {

  /// {@return the value of the item as it is now, if it is at hand} The fast path of reading: it
  /// touches the item and the record.
  @Nullable T atHand(ItemEntry item) {
    return cast(item.atHand(schema));
  }

  /// {@return the value of a state; nothing if it is deleted}
  ///
  /// @throws IllegalArgumentException if it is of another schema
  /// @throws GoatDbException.Refused if it cannot be read by this one
  Optional<T> read(ItemEntry item, State state) {
    T known = cast(item.boundTo(state, schema));
    if (known != null) {
      return Optional.of(known);
    }
    Optional<T> read = read(item.key(), state);
    if (read.isEmpty()) {
      return read;
    }
    item.bind(state, schema, read.get());
    return read;
  }

  /// {@return the value of a state, which is not remembered; nothing if it is deleted}
  ///
  /// @throws IllegalArgumentException if it is of another schema
  /// @throws GoatDbException.Refused if it cannot be read by this one
  Optional<T> read(String key, State state) {
    if (state.isDeleted()) {
      return Optional.empty();
    }
    Document document = document(state);
    return Optional.of(document.as(schema).orElseThrow(() -> unreadable(key, document)));
  }

  @SuppressWarnings("unchecked") // the value was made by this very schema
  private @Nullable T cast(@Nullable Object value) {
    return (T) value;
  }

  /// {@return whether a state is of this schema's name}
  boolean isOf(State state) {
    return schema == Schema.UNTYPED || state.schema().name().equals(schema.id().name());
  }

  private RuntimeException unreadable(String key, Document document) {
    String where = repository + "/" + key;
    if (!document.schema().name().equals(schema.id().name())) {
      return new IllegalArgumentException(
          "item %s is a %s, not a %s. Read it with Schema.UNTYPED to see what it holds."
              .formatted(where, document.schema(), schema.id().name()));
    }
    Optional<Document> upgraded = schema.upgrade(document);
    if (upgraded.isEmpty()) {
      return new GoatDbException.Refused(
          new Refusal(
              Refusal.Reason.SCHEMA,
              where,
              "is %s; this program knows %s but no way from one to the other. Add .upgrade(…) to %s. Nothing was changed."
                  .formatted(document.schema(), schema.id(), schema.id())));
    }
    List<Refusal> findings = schema.check(upgraded.get());
    String reason =
        findings.isEmpty() ? "its record cannot be made" : findings.getFirst().message();
    return new GoatDbException.Refused(
        new Refusal(
            Refusal.Reason.INVALID_VALUE,
            where,
            "cannot be read as %s: %s".formatted(schema.id(), reason)));
  }

  /// {@return the fields of a state as the application sees them}
  static Document document(State state) {
    SortedMap<String, Value> values = state.values();
    values.remove(State.DELETED);
    return Document.of(state.schema(), values);
  }

  /// {@return the edit that makes an item hold a value, whatever it held before}
  ///
  /// @param key names the item in messages
  Edit put(String key, T value) {
    return current -> {
      if (current.isEmpty() || !isOf(current.get())) {
        Document document = schema.toDocument(value);
        State base = current.orElseGet(() -> State.empty(document.schema()));
        return Optional.of(change(key, base, document, Map.of()));
      }
      State base = upgraded(key, current.get());
      Document document =
          base.isDeleted() ? schema.toDocument(value) : schema.revise(document(base), value);
      return changed(key, base, document, Map.of());
    };
  }

  /// The present state in this schema's version; a later version stays.
  State upgraded(String key, State state) {
    return Upgrades.upgrade(state, schema)
        .orElseThrow(() ->
            new GoatDbException.Refused(
                new Refusal(
                    Refusal.Reason.SCHEMA,
                    place(key),
                    "%s cannot be brought to %s. Add .upgrade(…) to %s. Nothing was changed."
                        .formatted(state.schema(), schema.id(), schema.id()))));
  }

  /// {@return the edit that makes an item hold what it held once}
  ///
  /// @param key names the item in messages
  /// @param wanted the state of then, not deleted
  Edit revert(String key, State wanted) {
    return current -> {
      State base = current.orElseThrow();
      boolean isOne =
          schema != Schema.UNTYPED
              && isOf(wanted)
              && base.schema().name().equals(wanted.schema().name());
      State now = isOne ? upgraded(key, base) : base;
      State then = isOne ? upgraded(key, wanted) : wanted;
      if (now.schema().name().equals(then.schema().name())
          && now.schema().version() > then.schema().version()) {
        throw new GoatDbException.Refused(
            new Refusal(
                Refusal.Reason.SCHEMA,
                place(key),
                "cannot go back from %s to a value of %s without the schema. Nothing was changed."
                    .formatted(now.schema(), then.schema())));
      }
      return changed(key, now, document(then), Map.of());
    };
  }

  /// {@return the change from a state to a document; nothing if they say the same}
  Optional<Edit.Change> changed(
      String key, State base, Document document, Map<String, List<Splice>> splices) {
    Edit.Change change = change(key, base, document, splices);
    return change.values().isEmpty() ? Optional.empty() : Optional.of(change);
  }

  private Edit.Change change(
      String key, State base, Document document, Map<String, List<Splice>> splices) {
    requireValid(() -> place(key), document);
    Map<String, Value> after = document.values();
    if (base.names().isEmpty()) {
      return new Edit.Change(base, document.schema(), after, Commit.Kind.EDIT, splices);
    }
    Map<String, Value> changes = new HashMap<>();
    after.forEach((name, value) -> {
      if (!base.value(name).equals(value)) {
        changes.put(name, value);
      }
    });
    for (String name : base.names()) {
      if (!after.containsKey(name) && !base.value(name).equals(Value.NULL)) {
        changes.put(name, Value.NULL);
      }
    }
    return new Edit.Change(base, document.schema(), changes, Commit.Kind.EDIT, splices);
  }

  private String place(String key) {
    return repository + "/" + key;
  }

  /// Checks a document that is about to be stored or said.
  ///
  /// @param where names the place in messages
  /// @throws GoatDbException.Refused if it is not valid
  void requireValid(Supplier<String> where, Document document) {
    List<Refusal> findings = schema.check(document);
    if (findings.isEmpty()) {
      return;
    }
    Refusal first = findings.getFirst();
    throw new GoatDbException.Refused(
        new Refusal(
            first.reason(),
            where.get(),
            subject(first) + first.message() + ". Nothing was stored."));
  }

  /// What the message of a check is about, if it does not say so itself.
  private String subject(Refusal finding) {
    if (finding.message().startsWith("field '")) {
      return "";
    }
    String colon = finding.message().startsWith("must") ? " " : ": ";
    return schema.field(finding.where()).isPresent()
        ? "field '%s' of %s%s".formatted(finding.where(), schema.id(), colon)
        : schema.id() + colon;
  }

  /// {@return the names of the fields in which two values differ}
  Set<String> differing(Optional<T> before, Optional<T> after) {
    Map<String, Value> old = values(before);
    Map<String, Value> now = values(after);
    Set<String> names = new HashSet<>(old.keySet());
    names.addAll(now.keySet());
    names.removeIf(name -> Objects.equals(old.get(name), now.get(name)));
    return names;
  }

  private Map<String, Value> values(Optional<T> value) {
    if (value.isEmpty()) {
      return Map.of();
    }
    return value.get() instanceof Document document
        ? document.values()
        : schema.toDocument(value.get()).values();
  }
}
