package dev.goatdb.core.repository;

import dev.goatdb.api.spi.runtime.Env;
import dev.goatdb.api.trust.Session;
import dev.goatdb.core.merge.Merger;
import dev.goatdb.core.observe.Observer;
import dev.goatdb.core.state.StateCache;
import dev.goatdb.core.trust.Authorizer;
import dev.goatdb.core.trust.KeyRing;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// What a repository needs of the database around it.
///
/// @param env time, chance and threads
/// @param merger merges heads
/// @param states remembers states of commits
/// @param views bounds the cached values of items
/// @param authorizer asks the rules
/// @param keys the keys in use
/// @param session the session that signs here
/// @param trusted whether signatures and rules are switched off
/// @param flushWindow how long edits may wait for others
/// @param runEvery how many entries a log grows by until a run is written
/// @param listener hears of every append
/// @param observer hears how long things take
/// @param scope knows who is inside of an edit's function
/// @param warnings hears what people should know, one line
public record Surroundings(
    Env env,
    Merger merger,
    StateCache states,
    ViewBudget views,
    Authorizer authorizer,
    Supplier<KeyRing> keys,
    Supplier<Session> session,
    boolean trusted,
    Duration flushWindow,
    int runEvery,
    CommitListener listener,
    Observer observer,
    EditScope scope,
    Consumer<String> warnings) {

  /// By how many entries a log grows until a run is written: reading that many again takes a tenth
  /// of a second.
  public static final int RUN_EVERY = 64 << 10;
}
