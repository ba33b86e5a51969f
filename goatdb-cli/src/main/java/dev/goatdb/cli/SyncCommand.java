package dev.goatdb.cli;

import dev.goatdb.api.GoatDb;
import dev.goatdb.api.GoatDb.PeerStatus;
import dev.goatdb.api.GoatDb.RepositoryStatus;
import dev.goatdb.api.Peer;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.error.Refusal;
import dev.goatdb.cli.json.Json;
import dev.goatdb.cli.terminal.CommandFailure;
import dev.goatdb.cli.terminal.ExitStatus;
import dev.goatdb.cli.terminal.Terminal;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Exchanges repositories with a peer, once.
@Command(
    name = "sync",
    description = "Exchanges repositories with a peer, both ways, once.",
    footer = {"", "A new database joins the peer's: start in a directory that is not there yet."})
final class SyncCommand implements Callable<Integer>, QuietLog {

  private static final Pattern DATABASE_ID = Pattern.compile("[0-9a-fA-F]{64}");

  @Mixin private DatabaseOptions database = new DatabaseOptions();
  @Mixin private SchemaOptions schemas = new SchemaOptions();
  @Mixin private ReportOptions report = new ReportOptions();

  @Parameters(
      index = "0",
      paramLabel = "URL",
      description = "The peer's address, as 'serve' prints it.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private URI address;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "PATH",
      description = "The repositories, /type/name.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private List<String> paths;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "300",
      description = "Give up after this time (default: ${DEFAULT-VALUE}).")
  private long timeoutSeconds;

  private final Terminal terminal;

  SyncCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    List<RepositoryPath> repositories = paths.stream().map(RepositoryPath::parse).toList();
    requireAddress(address);
    Queue<Refusal> refusals = new ConcurrentLinkedQueue<>();
    try (GoatDb db = database.open(schemas.addTo(database.config()))) {
      db.onRefusal(refusals::add);
      Set<RepositoryPath> before = Set.copyOf(db.repositories());
      repositories.forEach(path -> db.repository(path.toString()));
      Terminal.Watch watch = terminal.watch();
      try (Peer peer = db.connect(address)) {
        exchange(peer);
        db.flush();
        requireSomething(db.status(), before);
        print(db.status(), repositories, List.copyOf(refusals), watch.nanos() / 1e9);
      }
    }
    return ExitStatus.of(refusals.isEmpty()).code();
  }

  /// A mistyped path makes an empty repository at both sides, which nobody wants unnoticed.
  private void requireSomething(GoatDb.Status status, Set<RepositoryPath> before) {
    for (RepositoryStatus each : status.repositories()) {
      boolean isOurs = paths.contains(each.path().toString()) && !before.contains(each.path());
      if (isOurs && each.commits() == 0) {
        throw CommandFailure.notThere(
            "nothing is in %s at either side; an empty repository was made. Check the path."
                .formatted(each.path()));
      }
    }
  }

  /// Refuses what no peer can have. Addresses without an authority, as of transports that are no
  /// network, are the transport's to judge.
  private static void requireAddress(URI address) {
    boolean isWebSocket = "ws".equals(address.getScheme()) || "wss".equals(address.getScheme());
    if (isWebSocket && address.getHost() == null) {
      throw CommandFailure.usage(
          "'%s' names no host; write ws://HOST:PORT, as serve prints it".formatted(address));
    }
    String id = address.getFragment();
    if (id != null && !DATABASE_ID.matcher(id).matches()) {
      throw CommandFailure.usage(
          "'#%s' in the address is no id of a database, which has 64 hexadecimal digits; copy the address from serve"
              .formatted(id));
    }
  }

  /// A peer reconnects for as long as it takes; a command fails at the first try.
  private void exchange(Peer peer) throws Exception {
    CompletableFuture<Object> lost = new CompletableFuture<>();
    peer.onState(state -> failIfLost(peer, state, lost));
    failIfLost(peer, peer.state(), lost);
    try {
      CompletableFuture.anyOf(peer.sync(), lost).get(timeoutSeconds, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw CommandFailure.failed(
          "%s: not done after %d seconds; what was exchanged is kept"
              .formatted(address, timeoutSeconds));
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private void failIfLost(Peer peer, Peer.State state, CompletableFuture<Object> lost) {
    if (state == Peer.State.OFFLINE || state == Peer.State.REFUSED) {
      String reason = peer.reason().isEmpty() ? "no connection" : peer.reason();
      String authority = Objects.requireNonNullElse(address.getAuthority(), address.toString());
      lost.completeExceptionally(
          CommandFailure.failed(reason.contains(authority) ? reason : address + ": " + reason));
    }
  }

  private void print(
      GoatDb.Status status,
      List<RepositoryPath> repositories,
      List<Refusal> refusals,
      double seconds) {
    List<RepositoryStatus> wanted =
        status.repositories().stream().filter(r -> repositories.contains(r.path())).toList();
    long sent = status.peers().stream().mapToLong(PeerStatus::bytesSent).sum();
    long received = status.peers().stream().mapToLong(PeerStatus::bytesReceived).sum();
    ObjectNode result =
        Json.object()
            .put("address", address.toString())
            .put("database", status.database())
            .put("seconds", Json.rounded(seconds))
            .put("bytesSent", sent)
            .put("bytesReceived", received);
    ArrayNode all = result.putArray("repositories");
    wanted.forEach(each -> all.add(StatusCommand.of(each)));
    result.set("refused", Json.array(refusals));
    result.set("warnings", Json.array(status.warnings()));
    report.print(
        terminal,
        result,
        () -> {
          status.warnings().forEach(warning -> terminal.print("warning: %s", warning));
          wanted.forEach(each -> terminal.print("%s", StatusCommand.line(each)));
          refusals.forEach(refusal -> terminal.print("refused: %s", refusal));
          terminal.print(
              "synchronized in %.2f s: %,d bytes sent, %,d received", seconds, sent, received);
        });
  }
}
