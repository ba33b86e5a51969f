package dev.goatdb.api.error;

import java.util.Objects;

/// Something that was asked for and not done, with the reason: the one vocabulary for a local
/// throw, a peer's answer, the quarantine and a form's field error.
///
/// @param reason why, as a value to switch over
/// @param where what was refused: a path, an item, a field, a bundle
/// @param message what was wrong and what to do about it, one line
public record Refusal(Reason reason, String where, String message) {

  /// Why something was refused.
  public enum Reason {
    /// A rule denied it, or no rule matched.
    RULE,
    /// A value breaks a check of its schema.
    INVALID_VALUE,
    /// The session is unknown, expired, revoked, or not the author.
    SESSION,
    /// A signature or a membership proof does not verify.
    SIGNATURE,
    /// A time stamp lies outside of what may be.
    TIME,
    /// Bytes do not hash to what was named.
    HASH,
    /// The schema is missing, older than the stored one, or contradicts it.
    SCHEMA,
    /// A limit was reached.
    LIMIT,
    /// A form of a later version that this program does not know.
    UNSUPPORTED
  }

  /// Checks that nothing is missing.
  public Refusal {
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(where, "where");
    Objects.requireNonNull(message, "message");
  }

  /// `where: message [REASON]`, the line that people read.
  @Override
  public String toString() {
    return where + ": " + message + " [" + reason + "]";
  }
}
