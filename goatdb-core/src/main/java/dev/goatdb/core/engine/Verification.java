package dev.goatdb.core.engine;

import dev.goatdb.api.GoatDb.Progress;
import dev.goatdb.api.GoatDb.Report;
import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.error.GoatDbException;
import dev.goatdb.core.codec.BundleCodec;
import dev.goatdb.core.codec.CodecException;
import dev.goatdb.core.codec.CommitRecord;
import dev.goatdb.core.repository.ItemEntry;
import dev.goatdb.core.repository.RepositoryEngine;
import dev.goatdb.core.trust.Verifier;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Reads everything and checks every checksum, id, content hash and signature. One use, one thread.
final class Verification {

  private final Database database;
  private final Consumer<Progress> progress;
  private final List<String> findings = new ArrayList<>();
  private long commits;
  private long bytes;

  Verification(Database database, Consumer<Progress> progress) {
    this.database = database;
    this.progress = progress;
  }

  Report run(List<RepositoryPath> repositories) {
    for (RepositoryPath path : repositories) {
      try {
        check(database.engine(path));
      } catch (GoatDbException e) {
        // One that cannot be opened says nothing of the others.
        findings.add(String.valueOf(e.getMessage()));
      }
    }
    return new Report(commits, bytes, findings);
  }

  private void check(RepositoryEngine engine) {
    database.await(engine.flush());
    storage(engine);
    contents(engine);
    bytes += engine.bytes();
  }

  private void storage(RepositoryEngine engine) {
    try {
      engine.log().verify().forEach(line -> findings.add(engine.path() + ": " + line));
    } catch (IOException e) {
      findings.add(engine.path() + ": the log cannot be read: " + e.getMessage());
    }
  }

  private void contents(RepositoryEngine engine) {
    Verifier verifier =
        new Verifier(database.databaseId(), database.config().trusted(), database.sessions());
    for (ItemEntry item : engine.unusualItems()) {
      item.holes()
          .forEach(id ->
              findings.add(
                  engine.path()
                      + "/"
                      + item.key()
                      + ": commit "
                      + id
                      + " is lost, and others build on it"));
    }
    int bundles = engine.bundles();
    for (int i = 0; i < bundles; i++) {
      for (CommitId id : engine.members(i)) {
        commit(engine, id);
      }
      bundle(engine, i, verifier);
      progress.accept(new Progress("verify " + engine.path(), i + 1, bundles));
    }
  }

  private void commit(RepositoryEngine engine, CommitId id) {
    commits++;
    try {
      Optional<CommitRecord> commit = engine.materializer().record(id);
      if (commit.isEmpty()) {
        findings.add(engine.path() + ": commit " + id + " is missing");
      } else {
        engine.materializer().stateOf(commit.get());
      }
    } catch (IOException | CodecException e) {
      findings.add(engine.path() + ": commit " + id + ": " + e.getMessage());
    }
  }

  private void bundle(RepositoryEngine engine, int index, Verifier verifier) {
    try {
      Optional<BundleCodec.Sent> sent = engine.read(index, false);
      if (sent.isEmpty()) {
        return;
      }
      switch (verifier.verify(sent.get(), engine.path())) {
        case Verifier.Outcome.Verified verified ->
            verified
                .refusals()
                .forEach(
                    r -> findings.add(engine.path() + ": commit " + r.id() + ": " + r.refusal()));
        case Verifier.Outcome.UnknownSession unknown -> unknownSession(engine, index, unknown);
        case Verifier.Outcome.Refused refused -> findings.add(refused.refusal().toString());
      }
    } catch (IOException e) {
      findings.add(engine.path() + ": bundle " + index + ": " + e.getMessage());
    }
  }

  /// This process's own session may wait for its registration: it knows its own key.
  private void unknownSession(
      RepositoryEngine engine, int index, Verifier.Outcome.UnknownSession unknown) {
    if (!unknown.session().equals(database.keys().ring().session().session())) {
      findings.add(
          "%s: bundle %d is signed by session %s, which the root has not registered"
              .formatted(engine.path(), index, unknown.session()));
    }
  }
}
