package dev.goatdb.core.repository;

import dev.goatdb.api.commit.Commit;
import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.CommitTime;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.commit.SessionId;
import dev.goatdb.api.spi.storage.CommitLog;
import dev.goatdb.api.spi.storage.Entry;
import dev.goatdb.core.codec.BundleHeader;
import dev.goatdb.core.codec.CodecException;
import dev.goatdb.core.codec.CommitCodec;
import dev.goatdb.core.run.Rest.By;
import dev.goatdb.core.run.Rest.Move;
import dev.goatdb.core.trust.Signer;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Signs a session's commits once more, for another database, in the order of the log. One use; the
/// writer's.
final class Resigning {

  private final RepositoryPath path;
  private final CommitLog log;
  private final BundleIndex bundles;
  private final Appender appender;
  private final Map<Integer, By> signers = new HashMap<>();
  private List<Signed> batch = new ArrayList<>();

  /// A commit that is signed once more.
  ///
  /// @param id the commit
  /// @param time its time
  /// @param position where it lies
  /// @param by who signed it before
  record Signed(CommitId id, CommitTime time, long position, By by) {}

  Resigning(RepositoryPath path, CommitLog log, BundleIndex bundles, Appender appender) {
    this.path = path;
    this.log = log;
    this.bundles = bundles;
    this.appender = appender;
  }

  /// Signs what was signed for another database.
  ///
  /// @param signer signs for the new one
  /// @throws IOException if the log cannot be read or written; what was signed stays so
  void run(Signer signer) throws IOException {
    CommitId database = signer.keys().database();
    SessionId self = signer.keys().session().session();
    List<List<Signed>> batches = new ArrayList<>();
    log.scan(
        0,
        bundles.end(),
        (position, entry) -> {
          int bundle = bundles.isBundle(position) ? -1 : bundles.indexOf(position);
          if (bundle >= 0 && !signer(bundle).database().equals(database)) {
            add(position, entry, self, bundle);
          }
          if (batch.size() == BundleHeader.MAX_COMMITS) {
            batches.add(batch);
            batch = new ArrayList<>();
          }
        });
    if (!batch.isEmpty()) {
      batches.add(batch);
    }
    for (List<Signed> next : batches) {
      List<CommitId> ids = next.stream().map(Signed::id).toList();
      List<CommitTime> times = next.stream().map(Signed::time).toList();
      appender.resign(signer.resign(ids, times), next);
    }
  }

  private void add(long position, Entry entry, SessionId self, int bundle) throws IOException {
    try {
      Commit commit =
          CommitCodec.decodeFacts(entry.bytes().toArray(ValueLayout.JAVA_BYTE), path, entry.id());
      if (commit.author().equals(self)) {
        batch.add(new Signed(commit.id(), commit.time(), position, signer(bundle)));
      }
    } catch (CodecException e) {
      throw new IOException(path + ": commit " + entry.id() + ": " + e.getMessage(), e);
    }
  }

  private By signer(int bundle) throws IOException {
    By known = signers.get(bundle);
    if (known == null) {
      known = BundleIndex.signerOf(log, bundles.position(bundle));
      signers.put(bundle, known);
    }
    return known;
  }

  /// {@return the moves of some commits to a bundle; neighbours move together}
  static List<Move> moves(List<Signed> commits, int target, BundleIndex bundles) {
    List<Move> moves = new ArrayList<>();
    for (Signed commit : commits) {
      Move last = moves.isEmpty() ? null : moves.getLast();
      long before = commit.position() - 1;
      while (last != null && before > last.last() && bundles.isBundle(before)) {
        before--;
      }
      if (last != null && last.last() == before) {
        moves.set(moves.size() - 1, new Move(last.first(), commit.position(), target));
      } else {
        moves.add(new Move(commit.position(), commit.position(), target));
      }
    }
    return moves;
  }
}
