package dev.goatdb.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// The command that holds the others.
@Command(
    name = "goatdb",
    description = "An embedded, distributed document database, from the command line.",
    versionProvider = Goatdb.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done, and everything that was checked holds",
      "1:a check or a claim failed, or what was asked for is not there",
      "2:the command line is wrong",
      "3:an input file, the database or the network failed",
      "4:a mistake in GoatDB itself",
    },
    footer = {
      "",
      "A database is a directory; a repository in it is named /type/name.",
      "goatdb COMMAND --help says more about a command.",
    })
final class Goatdb implements Runnable {

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help and exit.")
  private boolean help;

  @Option(names = "--version", versionHelp = true, description = "Show the version and exit.")
  private boolean version;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Show the engine's log, and the stack of an error.")
  private boolean verbose;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  boolean isVerbose() {
    return verbose;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  /// The version of the module.
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      Module module = Goatdb.class.getModule();
      String version =
          module.isNamed() ? module.getDescriptor().rawVersion().orElse("(unknown)") : "(unknown)";
      return new String[] {
        "goatdb " + version, "Java " + Runtime.version(), "picocli " + CommandLine.VERSION
      };
    }
  }
}
