/// The command line: one class for each command, each with its options, `--help`, and `--json`
/// where it reports something.
///
/// A command writes its result to standard output, as lines for people or as one JSON document with
/// stable keys, and everything else to standard error. What goes wrong is one line there;
/// `--verbose` adds the stack. Exit codes are those of [dev.goatdb.cli.terminal.ExitStatus].
/// Commands use the public API alone.
///
/// [dev.goatdb.cli.Main] puts the commands together, [dev.goatdb.cli.Failures] turns exceptions
/// into lines and exit codes.
package dev.goatdb.cli;
