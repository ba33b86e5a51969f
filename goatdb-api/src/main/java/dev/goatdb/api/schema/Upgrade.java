package dev.goatdb.api.schema;

import dev.goatdb.api.value.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One step from a version of a schema to the next.
record Upgrade<O, T>(Schema<O> older, Function<? super O, ? extends T> function) {

  Upgrade {
    Objects.requireNonNull(older, "older");
    Objects.requireNonNull(function, "function");
  }

  /// The document in the newer version, or nothing if there is no way.
  ///
  /// Fields which the older version does not declare are kept; fields which only the older one
  /// declares are dropped. A field that means the same before and after keeps its stored form.
  @Nullable Document apply(Document document, Schema<T> newer) {
    Document before = older.upgradeOrNull(document);
    O old = before == null ? null : older.readUnbound(before);
    if (before == null || old == null) {
      return null;
    }
    Map<String, Value> kept = new LinkedHashMap<>();
    before
        .values()
        .forEach((name, value) -> {
          if (isKept(name, value, newer)) {
            kept.put(name, value);
          }
        });
    Document revised = newer.revise(Document.owning(newer.id(), kept), convert(old, newer));
    return dropped(revised, newer);
  }

  private boolean isKept(String name, Value value, Schema<T> newer) {
    return newer
        .field(name)
        .map(field -> field.type().accepts(value))
        .orElseGet(() -> older.field(name).isEmpty());
  }

  private T convert(O old, Schema<T> newer) {
    T value;
    try {
      value = function.apply(old);
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "the upgrade from %s to %s threw %s".formatted(older.id(), newer.id(), Wording.cause(e)),
          e);
    }
    return Objects.requireNonNull(value, () -> "the upgrade to " + newer.id() + " returned null");
  }

  /// A function over documents hands on the old fields; those that are gone go here.
  private Document dropped(Document document, Schema<T> newer) {
    Document result = document;
    for (Field<O, ?> field : older.fields()) {
      if (newer.field(field.name()).isEmpty()) {
        result = result.withStored(field.name(), null);
      }
    }
    return result;
  }
}
