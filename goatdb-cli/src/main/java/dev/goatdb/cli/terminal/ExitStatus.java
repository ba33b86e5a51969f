package dev.goatdb.cli.terminal;

/// How a command ended, as scripts see it.
public enum ExitStatus {
  /// Done, and everything that was checked holds.
  OK(0),
  /// Done, but a check or a claim failed, or what was asked for is not there.
  CHECK_FAILED(1),
  /// The command line is wrong.
  USAGE(2),
  /// An input file, the database or the network failed.
  FAILED(3),
  /// A mistake in GoatDB itself.
  DEFECT(4);

  private final int code;

  ExitStatus(int code) {
    this.code = code;
  }

  /// {@return the number that the process ends with}
  public int code() {
    return code;
  }

  /// {@return [#OK] if a check holds, else [#CHECK_FAILED]}
  ///
  /// @param holds whether it holds
  public static ExitStatus of(boolean holds) {
    return holds ? OK : CHECK_FAILED;
  }
}
