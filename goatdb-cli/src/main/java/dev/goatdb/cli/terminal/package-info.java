/// What every command needs of the world, in one place: where to write, what time it is, when to
/// stop, and how to fail.
///
/// Commands get a [dev.goatdb.cli.terminal.Terminal] through their constructor and use neither
/// `System.out` nor a clock of their own, so that tests run them in-process.
package dev.goatdb.cli.terminal;
