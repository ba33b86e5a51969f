package dev.goatdb.cli.terminal;

/// A command cannot go on, for a reason that its user can do something about. The message is one
/// line.
public final class CommandFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /// How the process ends.
  private final ExitStatus status;

  private CommandFailure(ExitStatus status, String message, Throwable cause) {
    super(message, cause);
    this.status = status;
  }

  private CommandFailure(ExitStatus status, String message) {
    super(message);
    this.status = status;
  }

  /// {@return a failure of an input file, the database or the network}
  ///
  /// @param message what failed, where, and the remedy
  public static CommandFailure failed(String message) {
    return new CommandFailure(ExitStatus.FAILED, message);
  }

  /// {@return a failure of an input file, the database or the network}
  ///
  /// @param message what failed, where, and the remedy
  /// @param cause the error below
  public static CommandFailure failed(String message, Throwable cause) {
    return new CommandFailure(ExitStatus.FAILED, message, cause);
  }

  /// {@return a question for something that is not there}
  ///
  /// @param message what is not there
  public static CommandFailure notThere(String message) {
    return new CommandFailure(ExitStatus.CHECK_FAILED, message);
  }

  /// {@return a wrong command line}
  ///
  /// @param message what is wrong
  public static CommandFailure usage(String message) {
    return new CommandFailure(ExitStatus.USAGE, message);
  }

  /// {@return how the process ends}
  public ExitStatus status() {
    return status;
  }
}
