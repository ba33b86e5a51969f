package dev.goatdb.core.trust;

import dev.goatdb.api.commit.CommitTime;
import dev.goatdb.api.trust.Session;
import java.time.Duration;
import java.time.Instant;

/// A session and its key, as the root registered it.
///
/// @param session who
/// @param key verifies its signatures
public record SessionRecord(Session session, PublicKey key) {

  /// How long a session lives.
  public static final Duration LIFE = Duration.ofDays(30);

  /// The end of sessions that have none: late enough, and far from where adding to it overflows.
  public static final Instant FOREVER = Instant.parse("9999-12-31T00:00:00Z");

  /// How far clocks may differ.
  public static final Duration SKEW = Duration.ofMinutes(10);

  /// {@return whether a commit of this time lies within the session's life}
  boolean covers(CommitTime time) {
    long millis = time.millis();
    return millis >= session.from().minus(SKEW).toEpochMilli()
        && millis <= session.until().plus(SKEW).toEpochMilli();
  }
}
