package dev.goatdb.core.sync;

import dev.goatdb.api.commit.SessionId;
import java.time.Instant;
import java.util.Optional;

/// What comes between the proof of who the other side is and the first channel of the application.
/// One thread.
///
/// The acceptor registers a session that it does not know, if it can. The connector takes the other
/// side's root, if it has none of its own yet, and exchanges `/sys/sessions`: only then does it
/// know whether the acceptor is one whom the root knows, and whose commits it will receive.
final class Joining {

  private final SyncNode node;
  private final SyncHost host;
  private final PeerLink link;
  private final Handshake handshake;
  private long knownBy = Long.MAX_VALUE;

  Joining(SyncNode node, PeerLink link, Handshake handshake) {
    this.node = node;
    this.host = node.host();
    this.link = link;
    this.handshake = handshake;
  }

  /// {@return when the acceptor's session must be known at the latest}
  long knownBy() {
    return knownBy;
  }

  /// The other side has proven who it is.
  ///
  /// @throws ProtocolException if it may not go on
  void start() throws ProtocolException {
    SessionId session = link.peer();
    requireAlive(session);
    Frame.Hello hello = handshake.peer();
    if (link.isConnector()) {
      if (handshake.mustAdopt() || host.isAdoptionDue()) {
        host.adopt(hello.root(), failure -> whenJoining(() -> onAdopted(failure)));
      } else {
        onAdopted(Optional.empty());
      }
    } else if (host.trusted() || host.sessions().find(session).isPresent()) {
      link.welcome();
    } else {
      boolean isFree = node.newcomers().admit(link.address(), node.time());
      if (host.keys().isRoot() && !isFree) {
        throw new ProtocolException(
            ByeCode.LIMIT, "too many new sessions come from here; try again later");
      } else if (isFree && !host.keys().isRoot()) {
        node.introductions().add(session, handshake.introduction(), link);
      }
      Instant since = Instant.ofEpochMilli(hello.since());
      host.register(hello.session(), since, failure -> whenJoining(() -> onRegistered(failure)));
    }
  }

  /// A session whose record could not be written is let in by no later message: the connector has
  /// to come again.
  private void onRegistered(Optional<String> failure) {
    if (failure.isPresent()) {
      link.fail(ByeCode.BROKEN, 0, "the session could not be registered: " + failure.get());
    } else {
      link.welcome();
    }
  }

  private void requireAlive(SessionId session) throws ProtocolException {
    boolean isOver =
        !host.trusted()
            && host.sessions()
                .find(session)
                .filter(record -> !record.session().isRoot())
                .filter(record -> node.isOver(record.session()))
                .isPresent();
    if (isOver) {
      throw new ProtocolException(
          ByeCode.SESSION, "session " + session.brief() + " has ended; it has to be renewed");
    }
  }

  /// The host may answer long after the link ended.
  private void whenJoining(Runnable next) {
    if (link.isJoining()) {
      next.run();
      link.settle();
    }
  }

  private void onAdopted(Optional<String> failure) {
    if (failure.isPresent()) {
      link.fail(ByeCode.BROKEN, 0, "this side could not join: " + failure.get());
      return;
    }
    link.openChannels();
    Optional<SyncStore> sessions =
        host.open().stream().filter(store -> store.path().equals(SyncNode.SESSIONS)).findFirst();
    if (sessions.isPresent()) {
      link.channels().open(sessions.get());
      link.channels().sync(Optional.of(SyncNode.SESSIONS), this::onSessions);
    } else {
      onSessions(Optional.empty());
    }
  }

  private void onSessions(Optional<String> failure) {
    if (!link.isExchangingSessions()) {
      return;
    }
    if (failure.isPresent()) {
      link.fail(ByeCode.SESSION, 0, failure.get());
      return;
    }
    knownBy = node.time() + node.limits().handshakeMillis();
    onSessionsChanged();
  }

  /// The acceptor must be the root or a session that the root registered, which may show a moment
  /// after the commits came.
  void onSessionsChanged() {
    if (knownBy == Long.MAX_VALUE || !link.isExchangingSessions()) {
      return;
    }
    boolean isKnown =
        host.trusted() || handshake.isPeerRoot() || host.sessions().find(link.peer()).isPresent();
    if (isKnown) {
      knownBy = Long.MAX_VALUE;
      warnIfUnknownThere();
      link.goOnline();
    }
  }

  private void warnIfUnknownThere() {
    SessionId mine = host.keys().session().session();
    if (!host.trusted() && host.sessions().find(mine).isEmpty()) {
      node.warn(
          "the session %s is not registered: edits made here wait at %s until the root has seen it"
              .formatted(mine.brief(), link.address()));
    }
  }
}
