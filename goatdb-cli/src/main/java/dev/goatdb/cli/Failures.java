package dev.goatdb.cli;

import dev.goatdb.api.error.GoatDbException;
import dev.goatdb.cli.terminal.CommandFailure;
import dev.goatdb.cli.terminal.ExitStatus;
import dev.goatdb.cli.terminal.Terminal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// Turns what went wrong into one line and an exit code.
///
/// @param terminal where the line goes
/// @param root knows whether the stack is wanted
record Failures(Terminal terminal, Goatdb root)
    implements IExecutionExceptionHandler, IParameterExceptionHandler {

  @Override
  public int handleParseException(ParameterException failure, String[] arguments) {
    CommandLine line = failure.getCommandLine();
    String name = line.getCommandSpec().qualifiedName();
    say(
        String.valueOf(failure.getMessage()).replaceFirst("^Error: ", "")
            + ". Try '"
            + name
            + " --help'.");
    return ExitStatus.USAGE.code();
  }

  @Override
  public int handleExecutionException(Exception failure, CommandLine line, ParseResult parsed) {
    if (failure instanceof ParameterException wrong) {
      return handleParseException(wrong, new String[0]);
    }
    Throwable cause = unwrapped(failure);
    ExitStatus status = status(cause);
    say(message(cause, status));
    if (root.isVerbose()) {
      failure.printStackTrace(terminal.err());
    }
    return status.code();
  }

  /// An error of the virtual machine, or of a class that cannot start: told like anything else.
  int handleError(Error failure) {
    say(message(failure, ExitStatus.DEFECT));
    if (root.isVerbose()) {
      failure.printStackTrace(terminal.err());
    }
    return ExitStatus.DEFECT.code();
  }

  private void say(String message) {
    terminal.err().println("goatdb: " + message.strip().replaceAll("\\s*\\R\\s*", " "));
    terminal.err().flush();
  }

  private static Throwable unwrapped(Throwable failure) {
    Throwable cause = failure.getCause();
    boolean isWrapper =
        failure instanceof CompletionException
            || failure instanceof ExecutionException
            || failure instanceof UncheckedIOException;
    return isWrapper && cause != null ? unwrapped(cause) : failure;
  }

  private static ExitStatus status(Throwable failure) {
    return switch (failure) {
      case CommandFailure known -> known.status();
      case GoatDbException _, IOException _ -> ExitStatus.FAILED;
      case IllegalArgumentException _ -> ExitStatus.USAGE;
      case NoSuchElementException _ -> ExitStatus.CHECK_FAILED;
      case InterruptedException _ -> ExitStatus.FAILED;
      default -> ExitStatus.DEFECT;
    };
  }

  private static String message(Throwable failure, ExitStatus status) {
    String message = String.valueOf(failure.getMessage());
    return switch (failure) {
      case NoSuchFileException _ -> message + ": no such file";
      case AccessDeniedException _ -> message + ": no permission";
      case FileAlreadyExistsException _ -> message + ": is there already, and no directory";
      case InterruptedException _ -> "interrupted";
      default ->
          status == ExitStatus.DEFECT
              ? "a mistake in GoatDB: %s: %s. Run again with --verbose and report the stack"
                  .formatted(failure.getClass().getSimpleName(), message)
              : message;
    };
  }
}
