package dev.goatdb.api.trust;

import java.util.Objects;

/// What a rule says.
public sealed interface Verdict {

  /// The operation may go on.
  Verdict ALLOW = new Allow();

  /// The operation may go on.
  record Allow() implements Verdict {}

  /// The operation is refused.
  ///
  /// @param reason why, for people
  record Deny(String reason) implements Verdict {
    /// Checks that there is a reason.
    public Deny {
      Objects.requireNonNull(reason, "reason");
    }
  }

  /// {@return a refusal}
  ///
  /// @param reason why, for people
  static Verdict deny(String reason) {
    return new Deny(reason);
  }

  /// {@return [#ALLOW] if a condition holds, else a refusal}
  ///
  /// @param condition whether to allow
  /// @param otherwise the reason of the refusal
  static Verdict allowIf(boolean condition, String otherwise) {
    return condition ? ALLOW : new Deny(otherwise);
  }
}
