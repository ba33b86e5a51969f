package dev.goatdb.core.engine;

import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.error.GoatDbException;
import dev.goatdb.core.repository.RepositoryEngine;
import dev.goatdb.core.trust.KeyRing;
import dev.goatdb.core.trust.PublicKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// An unclaimed database takes a peer's root: what was written so far is signed again for it. Ids
/// do not change.
///
/// The keys are replaced first. A process that ends in the middle goes on when it opens a
/// repository next: its bundles then name another database than the keys do. Where only the log
/// could not be written, the next connection goes on.
final class Adoption {

  private final Database database;

  Adoption(Database database) {
    this.database = database;
  }

  /// Adopts, or goes on where an adoption stopped.
  ///
  /// @param root the peer's root key
  /// @param done called once, with nothing, or with what went wrong
  void adopt(PublicKey root, Consumer<Optional<String>> done) {
    List<CompletableFuture<Void>> signed = new ArrayList<>();
    try {
      Keys keys = database.keys();
      boolean isFirst = !keys.ring().isClaimed();
      if (isFirst) {
        keys.replace(keys.ring().adopting(root));
        database.sessions().changed();
      }
      // Those that are open sign with the old keys until they are told.
      for (RepositoryEngine engine : database.all().open()) {
        if (isFirst || engine.isResignDue()) {
          signed.add(resign(engine, keys.ring()));
        }
      }
      if (isFirst) {
        openOthers(signed);
      }
    } catch (GoatDbException | IllegalStateException e) {
      done.accept(Optional.of(String.valueOf(e.getMessage())));
      return;
    }
    CompletableFuture.allOf(signed.toArray(CompletableFuture[]::new))
        .whenComplete((nothing, failure) ->
            done.accept(Optional.ofNullable(failure).map(f -> String.valueOf(f.getMessage()))));
  }

  /// The others sign themselves again when they are opened; one that cannot be opened does not keep
  /// the rest from joining.
  private void openOthers(List<CompletableFuture<Void>> signed) {
    Set<RepositoryPath> open =
        database.all().open().stream().map(RepositoryEngine::path).collect(Collectors.toSet());
    for (RepositoryPath path : database.all().list()) {
      if (!open.contains(path)) {
        try {
          signed.add(turn(database.engine(path)));
        } catch (GoatDbException e) {
          database
              .warnings()
              .accept(path + " will be signed for the database it joined when it opens: " + e);
        }
      }
    }
  }

  private static CompletableFuture<Void> turn(RepositoryEngine engine) {
    CompletableFuture<Void> turn = new CompletableFuture<>();
    engine.between(() -> turn.complete(null));
    if (engine.isClosed()) {
      turn.complete(null);
    }
    return turn;
  }

  /// {@return completes when a repository's commits are signed again; at once if it is closed,
  /// since opening it does that then}
  static CompletableFuture<Void> resign(RepositoryEngine engine, KeyRing keys) {
    CompletableFuture<Void> signed = new CompletableFuture<>();
    engine.between(() -> {
      try {
        engine.resign(keys);
        signed.complete(null);
      } catch (IOException | RuntimeException e) {
        signed.completeExceptionally(e);
      }
    });
    if (engine.isClosed()) {
      signed.complete(null); // nobody runs what comes after the close; opening it signs
    }
    return signed;
  }
}
