package dev.goatdb.cli.replay;

import static dev.goatdb.cli.replay.TraceReplay.KEY;
import static dev.goatdb.cli.replay.TraceReplay.REPOSITORY;
import static dev.goatdb.cli.replay.TraceReplay.SCHEMA;
import static dev.goatdb.cli.replay.TraceReplay.TEXT;

import dev.goatdb.api.GoatDb;
import dev.goatdb.api.GoatDbConfig;
import dev.goatdb.api.Item;
import dev.goatdb.api.Repository;
import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.schema.Document;
import dev.goatdb.api.spi.transport.Endpoint;
import dev.goatdb.api.trust.Verdict;
import dev.goatdb.cli.replay.Trace.Transaction;
import dev.goatdb.cli.terminal.CommandFailure;
import dev.goatdb.cli.terminal.ProgressBar;
import dev.goatdb.cli.terminal.Terminal;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Replays an editing trace through two live peers over a WebSocket: each person's edits are
/// ordinary edits on a peer of their own, which merges what it has received.
///
/// A recorded transaction was made with exactly its parents in sight. So what the other peer sends
/// is held back at a [Gate] until the transaction that first saw it is due; and before every edit
/// the heads of the item are compared with the recorded parents.
public final class PeerReplay {

  private static final int PEERS = 2;
  private static final long TIMEOUT_MILLIS = 30_000;

  private final Terminal terminal;
  private final Path directory;

  /// Prepares a replay.
  ///
  /// @param terminal clock and progress
  /// @param directory where the two databases are made
  public PeerReplay(Terminal terminal, Path directory) {
    this.terminal = terminal;
    this.directory = directory;
  }

  /// What came out.
  ///
  /// @param equal whether both peers have `endContent` and the same commits
  /// @param transactions number of transactions
  /// @param merges how many of them began with a merge
  /// @param deliveries how often held frames were let through before an edit
  /// @param mostHeld the most frames that one peer was kept from at once
  /// @param heads heads of the item in the end
  /// @param commits commits at each peer
  /// @param seconds time from the first edit to the last, the end of the exchange included
  /// @param transactionsPerSecond the same as a rate
  public record Report(
      boolean equal,
      int transactions,
      int merges,
      int deliveries,
      int mostHeld,
      int heads,
      long commits,
      double seconds,
      double transactionsPerSecond) {}

  /// One person.
  ///
  /// @param repository where the person edits
  /// @param item what the person edits
  /// @param transport what the person receives comes through its gate
  private record Typist(Repository repository, Item<Document> item, GatedTransport transport) {

    static Typist of(GoatDb db, GatedTransport transport) {
      Repository repository = db.repository(REPOSITORY.toString());
      return new Typist(repository, repository.item(SCHEMA, KEY), transport);
    }
  }

  /// Replays.
  ///
  /// @param trace what one or two people typed
  /// @return what came out
  /// @throws CommandFailure if there are more people, or a patch does not fit, or a peer does not
  ///   see what the person saw
  public Report run(Trace trace) {
    if (trace.agents() > PEERS) {
      throw CommandFailure.failed(
          "%d people typed this trace; --peers plays those of one or two"
              .formatted(trace.agents()));
    }
    GatedTransport first = GatedTransport.of("ws");
    GatedTransport second = GatedTransport.of("ws");
    try (GoatDb server = open("peer-0", first);
        GoatDb client = open("peer-1", second);
        Endpoint endpoint = server.listen(URI.create("ws://localhost:0"))) {
      List<Typist> typists = List.of(Typist.of(server, first), Typist.of(client, second));
      if (typists.getFirst().item().exists()) {
        throw CommandFailure.failed(
            directory + " holds a replay already; name a directory that is not there yet");
      }
      start(trace, typists.getFirst());
      client.connect(endpoint.address()).sync().join();
      typists.forEach(typist -> typist.transport().gate().shut());
      return new Playing(trace, typists).play();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandFailure.failed("interrupted", e);
    }
  }

  private GoatDb open(String name, GatedTransport transport) {
    return GoatDb.open(
        directory.resolve(name),
        GoatDbConfig.DEFAULT
            .schemas(SCHEMA)
            .plugin(transport)
            .rule("/replay/*", _ -> Verdict.ALLOW));
  }

  /// A text to begin with is a commit of its own, which both have seen.
  private static void start(Trace trace, Typist typist) {
    if (!trace.startContent().isEmpty()) {
      Document start = Document.of(SCHEMA).with(TEXT, trace.startContent());
      typist.repository().put(SCHEMA, KEY, start).receipt().appended().join();
    }
  }

  /// One run. One thread.
  private final class Playing {
    private final Trace trace;
    private final List<Typist> typists;
    private final boolean isBasicPlane;
    private final List<CommitId> roots;

    /// The commits, and how many of each typist's one of them has in sight, itself included.
    private final List<CommitId> ids = new ArrayList<>();

    private final List<int[]> seen = new ArrayList<>();
    private final int[] made = new int[PEERS];
    private final int[] delivered = new int[PEERS];
    private int deliveries;

    Playing(Trace trace, List<Typist> typists) {
      this.trace = trace;
      this.typists = typists;
      this.isBasicPlane = trace.isBasicPlane();
      this.roots = typists.getFirst().item().heads();
    }

    Report play() throws InterruptedException {
      Terminal.Watch watch = terminal.watch();
      try (ProgressBar bar = terminal.progress("replay", trace.transactions().size())) {
        for (Transaction transaction : trace.transactions()) {
          play(transaction);
          bar.update(ids.size());
        }
      }
      return end(watch);
    }

    private void play(Transaction transaction) throws InterruptedException {
      int agent = transaction.agent();
      int other = 1 - agent;
      int[] sight = new int[PEERS];
      for (int parent : transaction.parents()) {
        for (int i = 0; i < PEERS; i++) {
          sight[i] = Math.max(sight[i], seen.get(parent)[i]);
        }
      }
      if (sight[other] > delivered[agent]) {
        delivered[agent] = sight[other];
        deliveries++;
        typists.get(agent).transport().gate().allow(sight[other]);
      }
      List<CommitId> parents =
          transaction.parents().isEmpty()
              ? roots
              : transaction.parents().stream().map(ids::get).sorted().toList();
      awaitHeads(typists.get(agent), parents);
      ids.add(edit(typists.get(agent), transaction));
      made[agent]++;
      sight[agent] = made[agent];
      seen.add(sight);
      // One frame for each commit, so that one can be let through without the next.
      if (!typists.get(other).transport().gate().awaitArrived(made[agent], TIMEOUT_MILLIS)) {
        throw failure("was not sent to the other peer");
      }
    }

    private void awaitHeads(Typist typist, List<CommitId> parents) {
      Terminal.Watch watch = terminal.watch();
      while (!typist.item().heads().equals(parents)) {
        if (watch.millis() > TIMEOUT_MILLIS) {
          throw failure(
              "was made on %s, but its peer has %s".formatted(parents, typist.item().heads()));
        }
        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(20));
      }
    }

    private CommandFailure failure(String what) {
      return CommandFailure.failed("transaction %d %s".formatted(ids.size(), what));
    }

    private CommitId edit(Typist typist, Transaction transaction) {
      try {
        Optional<Document> before = typist.item().value();
        Document after = TraceReplay.edited(before, transaction, isBasicPlane).orElseThrow();
        return before.equals(Optional.of(after))
            ? typist.item().settle().appended().join()
            : typist.repository().put(SCHEMA, KEY, after).receipt().appended().join();
      } catch (IllegalArgumentException e) {
        throw CommandFailure.failed("transaction " + ids.size() + ": " + e.getMessage(), e);
      }
    }

    private Report end(Terminal.Watch watch) throws InterruptedException {
      int mostHeld = 0;
      for (Typist typist : typists) {
        typist.transport().gate().allow(Integer.MAX_VALUE);
        mostHeld = Math.max(mostHeld, typist.transport().gate().mostHeld());
      }
      for (Typist typist : typists) {
        typist.repository().sync().join();
      }
      double seconds = watch.nanos() / 1e9;
      Typist first = typists.getFirst();
      boolean isEqual =
          typists.stream()
              .allMatch(typist ->
                  TraceReplay.text(typist.item()).equals(trace.endContent())
                      && typist.repository().digest().equals(first.repository().digest()));
      return new Report(
          isEqual,
          trace.transactions().size(),
          trace.merges(),
          deliveries,
          mostHeld,
          first.item().heads().size(),
          first.item().history().count(),
          seconds,
          trace.transactions().size() / Math.max(seconds, 1e-9));
    }
  }
}
