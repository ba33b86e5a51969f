package dev.goatdb.cli;

import dev.goatdb.cli.terminal.Paint;
import dev.goatdb.cli.terminal.Terminal;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine;

/// The program. The only place that touches the process: its streams, its clock, its signals and
/// its end.
public final class Main {

  /// Set by the start script, which can see whether standard error is a terminal.
  private static final String PROGRESS_PROPERTY = "goatdb.progress";

  /// Set by the start script, which can see whether standard output is a terminal.
  private static final String OUT_PROPERTY = "goatdb.terminal";

  private Main() {}

  /// Runs a command and ends the process with its exit code.
  ///
  /// @param arguments the command line
  public static void main(String[] arguments) {
    Logging.quiet();
    PrintWriter out = writer(FileDescriptor.out);
    PrintWriter err = writer(FileDescriptor.err);
    ShutdownSignal signal = new ShutdownSignal();
    Terminal terminal =
        new Terminal(
            out, err, Boolean.getBoolean(PROGRESS_PROPERTY), System::nanoTime, signal, paint());
    int code = run(terminal, arguments);
    out.flush();
    err.flush();
    signal.ended();
    System.exit(code);
  }

  private static Paint paint() {
    Console console = System.console();
    boolean isTerminal =
        Boolean.getBoolean(OUT_PROPERTY) || (console != null && console.isTerminal());
    return Paint.of(isTerminal, environment("NO_COLOR"), environment("TERM"));
  }

  private static String environment(String name) {
    return Objects.requireNonNullElse(System.getenv(name), "");
  }

  /// Always UTF-8: what is printed is JSON, or text in any script.
  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
  }

  /// Runs a command.
  ///
  /// @return its exit code
  static int run(Terminal terminal, String... arguments) {
    Goatdb root = new Goatdb();
    CommandLine line = new CommandLine(root);
    for (Object command : commands(terminal)) {
      line.addSubcommand(command);
    }
    line.setOut(terminal.out()); // after the subcommands, which take it over
    line.setErr(terminal.err());
    Failures failures = new Failures(terminal, root);
    line.setParameterExceptionHandler(failures);
    line.setExecutionExceptionHandler(failures);
    line.setExecutionStrategy(parsed -> {
      if (root.isVerbose()) {
        Logging.verbose();
      } else if (parsed.hasSubcommand()
          && parsed.subcommand().commandSpec().userObject() instanceof QuietLog) {
        Logging.silent();
      }
      return new CommandLine.RunLast().execute(parsed);
    });
    try {
      return line.execute(arguments);
    } catch (Error e) { // outermost: nobody above could say it
      return failures.handleError(e);
    } finally {
      terminal.out().flush();
      terminal.err().flush();
    }
  }

  private static List<Object> commands(Terminal terminal) {
    return List.of(
        new DemoCommand(terminal),
        new ServeCommand(terminal),
        new SyncCommand(terminal),
        new LoadCommand(terminal),
        new GetCommand(terminal),
        new ListCommand(terminal),
        new LogCommand(terminal),
        new ShowCommand(terminal),
        new DiffCommand(terminal),
        new BlameCommand(terminal),
        new ExplainCommand(terminal),
        new ConflictsCommand(terminal),
        new GraphCommand(terminal),
        new RevertCommand(terminal),
        new VerifyCommand(terminal),
        new StatusCommand(terminal),
        new SimCommand(terminal),
        new ReplayCommand(terminal));
  }
}
