package dev.goatdb.api;

import dev.goatdb.api.commit.SessionId;
import java.util.Map;
import java.util.function.Consumer;

/// Who is here, and what they say about themselves: a cursor, "is typing", a name. Never stored;
/// what a session says is gone when its connection is. Any thread.
///
/// It reaches everybody who is connected, directly or through others, and has the same repository
/// open. A session says one thing for each schema's name; the last word counts, and words in
/// between may be left out on the way.
///
/// @param <T> type of what is said
public interface Presence<T> extends AutoCloseable {

  /// Says something for this process's session, in place of what it said before.
  ///
  /// @param value what to say; takes at most 4,096 bytes when encoded
  /// @throws dev.goatdb.api.error.GoatDbException.Refused if it is not valid, or too large
  /// @throws IllegalStateException if this or the database is closed
  void publish(T value);

  /// {@return what each session says now, this process's own included; unmodifiable} Sessions whose
  /// words the schema cannot read are left out.
  Map<SessionId, T> present();

  /// Listens to changes. The first call brings who is here now.
  ///
  /// @param listener called on the database's listener thread with all that is said
  /// @return ends it
  Subscription onChange(Consumer<Map<SessionId, T>> listener);

  /// Takes back what was said through this object, and ends its listeners. Idempotent.
  @Override
  void close();
}
