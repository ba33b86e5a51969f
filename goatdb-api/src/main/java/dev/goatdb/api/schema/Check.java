package dev.goatdb.api.schema;

import java.util.Optional;
import java.util.function.Predicate;

/// A condition on a value and what a valid value is like.
record Check<V>(Predicate<? super V> condition, String message) {

  /// What is wrong with a value, or nothing. A condition that throws denies, as a rule does.
  Optional<String> complaint(V value) {
    try {
      return condition.test(value) ? Optional.empty() : Optional.of(message);
    } catch (RuntimeException e) {
      return Optional.of(message + " (the check threw " + Wording.cause(e) + ")");
    }
  }
}
