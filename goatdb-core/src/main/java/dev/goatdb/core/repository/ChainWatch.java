package dev.goatdb.core.repository;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.SessionId;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.codec.Bundle;
import dev.goatdb.core.codec.BundleHeader;
import dev.goatdb.core.trust.ChainHistory;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Looks for sessions that sign two stories: two bundles with one (session, chain, seq), or a
/// bundle whose history is not that of the bundles before it that came here. An honest process
/// cannot do that, since it draws a new chain whenever it opens a repository.
///
/// Nothing is refused for it: which of two came first is not the same everywhere, and peers must
/// not diverge. Both bundles are in the log as evidence, their commits are a fork like any other,
/// and people are told, once for each chain.
///
/// Bounds: what was seen since the repository was opened, of the [#MAX_CHAINS] chains heard of
/// last, the last [#MAX_SEQS] bundles each. A history is checked as long as a chain came without a
/// gap from its beginning. One thread: the writer's.
final class ChainWatch {

  static final int MAX_CHAINS = 1024;
  static final int MAX_SEQS = 256;

  private record Key(SessionId session, Value.Bytes chain) {}

  /// What is known of a chain.
  private static final class Chain {
    private final Map<Long, CommitId> seen = new LinkedHashMap<>();
    private final ChainHistory history = new ChainHistory();
    private long next;
    private boolean isReported;
  }

  private final Map<Key, Chain> chains = new LinkedHashMap<>(16, 0.75f, true);

  /// Looks at a bundle that is in the log now.
  ///
  /// @return what is wrong with its chain, the first time
  Optional<String> see(Bundle bundle) {
    BundleHeader header = bundle.header();
    Chain chain =
        chains.computeIfAbsent(new Key(header.session(), header.chain()), key -> new Chain());
    dropOldest(chains, MAX_CHAINS);
    CommitId other = chain.seen.putIfAbsent(header.seq(), bundle.id());
    dropOldest(chain.seen, MAX_SEQS);
    boolean isSecond = other != null && !other.equals(bundle.id());
    boolean isNext = other == null && header.seq() == chain.next;
    boolean isOther = isNext && !chain.history.root().equals(header.history());
    if (isNext) {
      chain.history.add(bundle.id());
      chain.next++;
    }
    if (chain.isReported || !(isSecond || isOther)) {
      return Optional.empty();
    }
    chain.isReported = true;
    String what =
        isSecond
            ? "signed two bundles with the number %d: %s and %s"
                .formatted(header.seq(), other, bundle.id())
            : "signed bundle %s (number %d) over another history than the one that came here"
                .formatted(bundle.id(), header.seq());
    return Optional.of(
        "%s: session %s %s. Its key was copied, or it tells different peers different things."
            .formatted(header.repository(), header.session(), what));
  }

  private static <K, V> void dropOldest(Map<K, V> map, int most) {
    if (map.size() > most) {
      Iterator<K> oldest = map.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  /// {@return the number of chains that are remembered}
  int chains() {
    return chains.size();
  }
}
