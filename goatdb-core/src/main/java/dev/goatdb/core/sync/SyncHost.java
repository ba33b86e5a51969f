package dev.goatdb.core.sync;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.commit.SessionId;
import dev.goatdb.api.error.Refusal;
import dev.goatdb.api.trust.Session;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.trust.KeyRing;
import dev.goatdb.core.trust.PublicKey;
import dev.goatdb.core.trust.SessionDirectory;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// What synchronization needs of the database around it. Called on the synchronization worker only.
public interface SyncHost {

  /// {@return the keys in use}
  KeyRing keys();

  /// {@return where the database is, for people: a directory or an address}
  default String place() {
    return "this database";
  }

  /// {@return whether signatures and rules are switched off}
  boolean trusted();

  /// {@return the known sessions; the root session is always among them}
  SessionDirectory sessions();

  /// {@return the wall clock, in milliseconds since 1970}
  long now();

  /// Fills an array with random bytes.
  void random(byte[] bytes);

  /// {@return the repositories that are open here, `/sys/sessions` first}
  List<SyncStore> open();

  /// {@return a repository for a peer, opened and, if it is not there, made; or the reason why not}
  ///
  /// @param path where it is
  /// @param session the peer's session
  StoreAnswer store(RepositoryPath path, Session session);

  /// An answer to [#store(RepositoryPath, Session)].
  sealed interface StoreAnswer {
    /// It is there.
    ///
    /// @param store the repository
    record Open(SyncStore store) implements StoreAnswer {}

    /// It is not there, or the session may not see it; a peer is told no difference.
    ///
    /// @param refusal why
    record Denied(Refusal refusal) implements StoreAnswer {}
  }

  /// Takes a peer's root for this database, which is unclaimed: everything written so far is signed
  /// again for it.
  ///
  /// @param root the peer's root key
  /// @param done called once, on the synchronization worker, with nothing, or with what went wrong
  void adopt(PublicKey root, Consumer<Optional<String>> done);

  /// {@return whether an adoption was begun and could not be finished, so that something is still
  /// signed for no database}
  boolean isAdoptionDue();

  /// Registers a session, if this process holds the root key; else calls back at once.
  ///
  /// @param key the session's key, of which the peer has proven possession
  /// @param since when the peer says it was made
  /// @param done called once, on the synchronization worker: with nothing when its record is in the
  ///   log, or this is not the place to register it; with the reason when the log could not be
  ///   written
  void register(PublicKey key, Instant since, Consumer<Optional<String>> done);

  /// Hears that a peer refused a commit of ours.
  ///
  /// @param repository where
  /// @param id the commit
  /// @param refusal why
  void refusedByPeer(RepositoryPath repository, CommitId id, Refusal refusal);

  /// Hears of a frame.
  ///
  /// @param isSent whether it went out
  /// @param bytes its length
  default void frame(boolean isSent, int bytes) {
    // Of no interest to most.
  }

  /// Hears what a session says about itself while it is connected, this process's own included.
  ///
  /// @param repository where
  /// @param session who
  /// @param topic about what
  /// @param content what it says; nothing if it is gone
  void present(
      RepositoryPath repository, SessionId session, String topic, Optional<Value.Bytes> content);

  /// Hears something that people should know: a foreign database, a peer that breaks the protocol.
  ///
  /// @param message one line
  void warn(String message);
}
