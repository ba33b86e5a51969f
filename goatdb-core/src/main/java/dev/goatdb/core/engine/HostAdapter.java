package dev.goatdb.core.engine;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.commit.SessionId;
import dev.goatdb.api.error.Refusal;
import dev.goatdb.api.trust.Session;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.repository.EditReceipt;
import dev.goatdb.core.repository.RepositoryEngine;
import dev.goatdb.core.sync.SyncHost;
import dev.goatdb.core.sync.SyncStore;
import dev.goatdb.core.trust.KeyRing;
import dev.goatdb.core.trust.PublicKey;
import dev.goatdb.core.trust.SessionDirectory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The database as synchronization sees it. On the synchronization worker.
///
/// @param database the database
/// @param runtime runs synchronization
record HostAdapter(Database database, SyncRuntime runtime) implements SyncHost {

  @Override
  public KeyRing keys() {
    return database.keys().ring();
  }

  @Override
  public boolean trusted() {
    return database.config().trusted();
  }

  @Override
  public SessionDirectory sessions() {
    return database.sessions();
  }

  @Override
  public long now() {
    return database.env().now();
  }

  @Override
  public void random(byte[] bytes) {
    database.env().random(bytes);
  }

  @Override
  public List<SyncStore> open() {
    List<SyncStore> stores = new ArrayList<>();
    stores.add(runtime.store(database.engine(Sessions.PATH)));
    for (RepositoryEngine engine : database.all().open()) {
      if (!engine.path().equals(Sessions.PATH)) {
        stores.add(runtime.store(engine));
      }
    }
    return stores;
  }

  @Override
  public StoreAnswer store(RepositoryPath path, Session session) {
    Optional<Refusal> refusal = database.mayOpen(path, session);
    return refusal
        .<StoreAnswer>map(StoreAnswer.Denied::new)
        .orElseGet(() -> new StoreAnswer.Open(runtime.store(database.engine(path))));
  }

  @Override
  public void adopt(PublicKey root, Consumer<Optional<String>> done) {
    new Adoption(database).adopt(root, failure -> runtime.execute(() -> done.accept(failure)));
  }

  @Override
  public boolean isAdoptionDue() {
    return database.all().open().stream().anyMatch(RepositoryEngine::isResignDue);
  }

  @Override
  public void register(PublicKey key, Instant since, Consumer<Optional<String>> done) {
    Optional<EditReceipt> receipt = database.sessions().register(key, since, now());
    if (receipt.isEmpty()) {
      done.accept(Optional.empty());
    } else {
      receipt
          .get()
          .durable()
          .whenComplete((id, failure) -> {
            Optional<String> reason =
                Optional.ofNullable(failure).map(f -> String.valueOf(f.getMessage()));
            runtime.execute(() -> done.accept(reason));
          });
    }
  }

  @Override
  public void refusedByPeer(RepositoryPath repository, CommitId id, Refusal refusal) {
    database.refused(refusal);
  }

  @Override
  public void frame(boolean isSent, int bytes) {
    database.observer().frame(isSent, bytes);
  }

  @Override
  public void present(
      RepositoryPath repository, SessionId session, String topic, Optional<Value.Bytes> content) {
    database.presences().heard(repository, session, topic, content);
  }

  @Override
  public String place() {
    return database.place();
  }

  @Override
  public void warn(String message) {
    database.warnings().accept(message);
  }
}
