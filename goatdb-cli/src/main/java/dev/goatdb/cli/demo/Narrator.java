package dev.goatdb.cli.demo;

import dev.goatdb.cli.json.Json;
import dev.goatdb.cli.terminal.CommandFailure;
import dev.goatdb.cli.terminal.ProgressBar;
import dev.goatdb.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Tells what happens, judges claims, collects figures, and knows how much time is left. One
/// thread.
final class Narrator {

  /// Many times what it usually takes: slow machines are no failure, and nothing waits for ever.
  private static final long LONGEST_RUN_NANOS = TimeUnit.SECONDS.toNanos(120);

  private final Terminal terminal;
  private final boolean isQuiet;
  private final Terminal.Watch watch;
  private final List<Claim> claims = new ArrayList<>();
  private final Map<String, Double> figures = new LinkedHashMap<>();

  /// Something that was said and checked.
  private record Claim(String text, boolean holds) {}

  Narrator(Terminal terminal, boolean isQuiet) {
    this.terminal = terminal;
    this.isQuiet = isQuiet;
    this.watch = terminal.watch();
  }

  void title(String text) {
    say("");
    say(text);
  }

  void say(String format, Object... arguments) {
    if (!isQuiet) {
      terminal.print(format, arguments);
    }
  }

  /// Says whether something holds. One that does not makes the demonstration fail, in the end.
  void claim(boolean holds, String format, Object... arguments) {
    String text = format.formatted(arguments);
    claims.add(new Claim(text, holds));
    say("  %s %s", holds ? "[ok]    " : "[FAILED]", text);
  }

  /// Keeps a number for the report.
  void figure(String name, double value) {
    figures.put(name, Json.rounded(value));
  }

  Terminal.Watch watch() {
    return terminal.watch();
  }

  ProgressBar progress(String task, long total) {
    return terminal.progress(task, total);
  }

  /// Waits for something, no longer than the whole demonstration may take.
  ///
  /// @throws CommandFailure if it does not come, or fails
  <T> T await(CompletableFuture<T> future, Supplier<String> what) {
    try {
      return future.get(Math.max(1, LONGEST_RUN_NANOS - watch.nanos()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw CommandFailure.notThere("the demonstration waited in vain for " + what.get());
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandFailure.failed("interrupted", e);
    }
  }

  double seconds() {
    return watch.nanos() / 1e9;
  }

  boolean everythingHolds() {
    return claims.stream().allMatch(Claim::holds);
  }

  int claimCount() {
    return claims.size();
  }

  ObjectNode report() {
    ObjectNode report = Json.object().put("ok", everythingHolds());
    figures.forEach((name, value) -> {
      if (value == Math.rint(value)) {
        report.put(name, value.longValue());
      } else {
        report.put(name, value);
      }
    });
    ArrayNode all = report.putArray("claims");
    claims.forEach(
        claim -> all.add(Json.object().put("claim", claim.text()).put("holds", claim.holds())));
    return report;
  }
}
