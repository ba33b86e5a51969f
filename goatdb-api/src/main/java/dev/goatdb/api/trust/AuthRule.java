package dev.goatdb.api.trust;

/// Decides whether a session may do something in the repositories that a pattern names. Pure. A
/// rule that throws denies, with the exception as the reason. Any thread.
@FunctionalInterface
public interface AuthRule {

  /// {@return the verdict}
  ///
  /// @param context who wants to do what, valid during this call
  Verdict decide(AuthContext context);
}
