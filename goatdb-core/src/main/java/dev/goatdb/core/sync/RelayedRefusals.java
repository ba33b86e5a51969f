package dev.goatdb.core.sync;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.SessionId;
import dev.goatdb.api.error.Refusal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Refusals of commits that others made: they go on towards the author, whom nobody else would
/// tell. To the author where it is connected, else to all other peers that have the repository;
/// each once. One thread.
final class RelayedRefusals {

  private static final int REMEMBERED = 1 << 14;

  private final SyncNode node;
  private final BoundedIds told = new BoundedIds(REMEMBERED);

  RelayedRefusals(SyncNode node) {
    this.node = node;
  }

  /// A peer refused a commit, or says that one of its peers did.
  ///
  /// @param from the link that says so
  /// @param store where the commit lies
  /// @param id the commit; nothing happens if it is not here
  void refused(PeerLink from, SyncStore store, CommitId id, Refusal refusal) {
    if (told.contains(id)) {
      return;
    }
    SessionId author = store.authorOf(id).orElse(null);
    if (author == null) {
      return;
    }
    told.add(id);
    if (author.equals(node.host().keys().session().session())) {
      node.host().refusedByPeer(store.path(), id, refusal);
      return;
    }
    List<PeerLink> others =
        node.links().stream().filter(link -> link != from && serves(link, store)).toList();
    List<PeerLink> authors = others.stream().filter(link -> link.peer().equals(author)).toList();
    for (PeerLink link : authors.isEmpty() ? others : authors) {
      Channel channel = link.channels().find(store.path());
      if (channel != null) {
        link.send(new Frame.Refused(channel.number(), id, refusal));
      }
    }
  }

  private static boolean serves(PeerLink link, SyncStore store) {
    @Nullable Channel channel = link.isOnline() ? link.channels().find(store.path()) : null;
    return channel != null && channel.isOpen();
  }
}
