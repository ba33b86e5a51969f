package dev.goatdb.cli;

import dev.goatdb.api.GoatDb;
import dev.goatdb.api.GoatDbConfig;
import dev.goatdb.api.spi.transport.Endpoint;
import dev.goatdb.api.trust.Verdict;
import dev.goatdb.cli.json.Json;
import dev.goatdb.cli.terminal.ExitStatus;
import dev.goatdb.cli.terminal.Terminal;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Serves a database until it is told to end.
@Command(
    name = "serve",
    description = "Serves a database to peers, until SIGINT or SIGTERM.",
    footer = {
      "",
      "Prints one line when it listens: the address to connect to, with the id of the database.",
      "Peers may do nothing unless --allow or --allow-all says so.",
    })
final class ServeCommand implements Callable<Integer> {

  @Mixin private DatabaseOptions database = new DatabaseOptions();
  @Mixin private SchemaOptions schemas = new SchemaOptions();
  @Mixin private ReportOptions report = new ReportOptions();

  @Option(
      names = "--listen",
      required = true,
      paramLabel = "ws://HOST:PORT",
      description = "Where to listen; port 0 takes a free one.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private URI address;

  @Option(
      names = "--allow",
      paramLabel = "PATTERN",
      description = "Let every peer read and write these repositories, e.g. '/data/*'; repeatable.")
  private List<String> allowed = new ArrayList<>();

  @Option(names = "--allow-all", description = "Let every peer read and write everything.")
  private boolean allowsAll;

  private final Terminal terminal;

  ServeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (GoatDb db = database.open(schemas.addTo(config()));
        Endpoint endpoint = db.listen(address)) {
      report.print(
          terminal,
          Json.object()
              .put("address", endpoint.address().toString())
              .put("database", db.status().database()),
          () -> terminal.print("%s", endpoint.address()));
      terminal.stop().await();
    }
    return ExitStatus.OK.code();
  }

  private GoatDbConfig config() {
    GoatDbConfig config = GoatDbConfig.DEFAULT;
    for (String pattern : allowed) {
      config = config.rule(pattern, _ -> Verdict.ALLOW);
    }
    return allowsAll ? config.defaultVerdict(Verdict.ALLOW) : config;
  }
}
