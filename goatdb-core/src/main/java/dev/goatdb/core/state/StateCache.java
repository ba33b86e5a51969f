package dev.goatdb.core.state;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.core.codec.State;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The states of the commits used last, within a budget of memory. Any thread; one lock, held for a
/// look into a map.
public final class StateCache {

  /// What an entry costs beside its state.
  private static final long ENTRY_BYTES = 128;

  private final long maxBytes;
  private final Map<CommitId, State> byCommit = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  /// @param maxBytes the budget; a state greater than it is not kept
  public StateCache(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /// {@return the state of a commit, if it is remembered}
  public synchronized @Nullable State find(CommitId commit) {
    return byCommit.get(commit);
  }

  /// Remembers a state.
  public synchronized void keep(CommitId commit, State state) {
    State previous = byCommit.put(commit, state);
    bytes += cost(state) - (previous == null ? 0 : cost(previous));
    Iterator<State> eldest = byCommit.values().iterator();
    while (bytes > maxBytes) {
      bytes -= cost(eldest.next());
      eldest.remove();
    }
  }

  private static long cost(State state) {
    return ENTRY_BYTES + state.estimatedBytes();
  }
}
