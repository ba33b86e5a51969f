package dev.goatdb.core.sync;

import dev.goatdb.api.commit.SessionId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Sessions that came to a peer without the root key: they are introduced to its other peers, and
/// by those to theirs, until the root registers them. One thread.
///
/// An introduction is the handshake that the newcomer had: both HELLO frames and the newcomer's
/// signature over them. So it proves possession of the key to everybody, and saying it again does
/// no more than the handshake did.
final class Introductions {

  /// Most that wait; the oldest give way, and come again with their next connection.
  private static final int MAX_WAITING = 1024;

  private final SyncNode node;
  private final Map<SessionId, Frame.Introduce> waiting = new LinkedHashMap<>();

  Introductions(SyncNode node) {
    this.node = node;
  }

  /// Introduces a newcomer to everybody but itself and the link that brought it.
  void add(SessionId newcomer, Frame.Introduce introduction, PeerLink from) {
    if (waiting.putIfAbsent(newcomer, introduction) != null) {
      return;
    }
    if (waiting.size() > MAX_WAITING) {
      waiting.remove(waiting.keySet().iterator().next());
    }
    for (PeerLink link : node.links()) {
      if (link != from && link.isOnline()) {
        link.send(introduction);
      }
    }
  }

  /// Introduces all that wait to a peer that is online now.
  void tell(PeerLink link) {
    forgetKnown();
    waiting.forEach((newcomer, introduction) -> {
      if (!newcomer.equals(link.peer())) {
        link.send(introduction);
      }
    });
  }

  private void forgetKnown() {
    waiting.keySet().removeIf(id -> node.host().sessions().find(id).isPresent());
  }

  /// Takes an introduction: registers the session, or passes it on.
  ///
  /// @throws ProtocolException if it proves nothing
  void onIntroduce(PeerLink from, Frame.Introduce introduction) throws ProtocolException {
    SyncHost host = node.host();
    Frame.Hello hello = Handshake.introduced(introduction, host.keys());
    SessionId newcomer = hello.session().session();
    boolean isKnown =
        host.trusted()
            || waiting.containsKey(newcomer)
            || host.sessions().find(newcomer).isPresent();
    if (isKnown || !node.newcomers().admit(from.address(), node.time())) {
      return;
    }
    if (!host.keys().isRoot()) {
      add(newcomer, introduction, from);
    } else {
      Instant since = Instant.ofEpochMilli(hello.since());
      host.register(
          hello.session(),
          since,
          failure ->
              failure.ifPresent(
                  why -> node.warn("an introduced session could not be registered: " + why)));
    }
  }

  /// {@return the newcomers that wait}
  List<SessionId> waiting() {
    forgetKnown();
    return List.copyOf(waiting.keySet());
  }
}
