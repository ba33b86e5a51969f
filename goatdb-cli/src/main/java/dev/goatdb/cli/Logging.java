package dev.goatdb.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/// The log of the engine and its libraries: warnings, one line each, on standard error.
final class Logging {

  private static final String CONFIGURATION =
      """
      .level = WARNING
      handlers = java.util.logging.ConsoleHandler
      java.util.logging.ConsoleHandler.level = ALL
      java.util.logging.ConsoleHandler.formatter = java.util.logging.SimpleFormatter
      java.util.logging.SimpleFormatter.format = goatdb: %4$s: %5$s%n
      """;

  private Logging() {}

  static void quiet() {
    try {
      byte[] bytes = CONFIGURATION.getBytes(StandardCharsets.ISO_8859_1);
      LogManager.getLogManager().readConfiguration(new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Nothing at all, see [QuietLog].
  static void silent() {
    Logger.getLogger("").setLevel(Level.OFF);
  }

  static void verbose() {
    Logger.getLogger("").setLevel(Level.INFO);
    Logger.getLogger("dev.goatdb").setLevel(Level.FINE);
  }
}
