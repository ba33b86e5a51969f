package dev.goatdb.core.merge;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.core.codec.State;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A memo of the merges used last, within a budget of memory.
///
/// Thread rule: any thread; one lock, held for a look into a map.
public final class RecentMerges implements MergeMemo {

  /// What an entry costs beside its state: key, ids, links.
  private static final long ENTRY_BYTES = 256;

  private final long maxBytes;
  private final Map<List<CommitId>, State> byHeads = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  /// Makes an empty memo.
  ///
  /// @param maxBytes the budget; a state greater than it is not kept
  public RecentMerges(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  @Override
  public synchronized Optional<State> find(List<CommitId> heads) {
    return Optional.ofNullable(byHeads.get(heads));
  }

  @Override
  public synchronized void keep(List<CommitId> heads, State merged) {
    State previous = byHeads.put(List.copyOf(heads), merged);
    if (previous != null) {
      bytes -= cost(previous);
    }
    bytes += cost(merged);
    Iterator<State> eldest = byHeads.values().iterator();
    while (bytes > maxBytes) {
      bytes -= cost(eldest.next());
      eldest.remove();
    }
  }

  /// {@return the bytes that are in use, by estimate}
  public synchronized long bytes() {
    return bytes;
  }

  private static long cost(State state) {
    return ENTRY_BYTES + state.estimatedBytes();
  }
}
