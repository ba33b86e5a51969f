package dev.goatdb.core.repository;

import org.jspecify.annotations.Nullable;

/// Knows whether a thread is inside of an application's function that makes an edit, so that an
/// edit from there is refused: it would be lost, made twice, or wait for itself. One for each
/// database; any thread.
public final class EditScope {

  /// What a thread is inside of.
  private sealed interface Inside {
    /// The function of an edit.
    record Update(String item) implements Inside {}

    /// The body of a transaction.
    record Group(String repository) implements Inside {}
  }

  private final ThreadLocal<@Nullable Inside> inside = new ThreadLocal<>();

  /// What an application does.
  @FunctionalInterface
  interface Body<R> {
    R run();
  }

  /// Runs what an edit of an item calls of the application: functions, checks, rules.
  <R> R update(String repository, String key, Body<R> body) {
    return run(new Inside.Update(repository + "/" + key), body);
  }

  /// Runs the body of a transaction.
  <R> R group(String repository, Body<R> body) {
    return run(new Inside.Group(repository), body);
  }

  private <R> R run(Inside now, Body<R> body) {
    Inside before = inside.get();
    inside.set(now);
    try {
      return body.run();
    } finally {
      inside.set(before); // also nothing: removing and making the entry anew costs more
    }
  }

  /// {@return whether this thread is inside of neither}
  boolean isOutside() {
    return inside.get() == null;
  }

  /// Refuses an edit from inside.
  ///
  /// @param what the item or repository to be edited
  /// @throws IllegalStateException if this thread is inside
  void requireOutside(String what) {
    Inside now = inside.get();
    if (now != null) {
      throw new IllegalStateException(
          switch (now) {
            case Inside.Update(String item) ->
                "update of %s called the database from inside its function; compute first, or use transaction(…)."
                    .formatted(item);
            case Inside.Group(String repository) ->
                "%s was edited directly inside a transaction of %s; use tx.set(item, field, value), or it would not belong to the transaction."
                    .formatted(what, repository);
          });
    }
  }
}
