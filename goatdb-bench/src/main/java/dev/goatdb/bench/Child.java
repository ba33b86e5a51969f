package dev.goatdb.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A Java process of our own class path that is talked to line by line. Its errors go where ours
/// go.
final class Child implements AutoCloseable {

  private static final int GOODBYE_SECONDS = 60;

  private final Process process;
  private final PrintStream input;
  private final BufferedReader output;
  private final String name;

  private Child(String name, Process process) {
    this.name = name;
    this.process = process;
    this.input = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    this.output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /// Starts a process.
  ///
  /// @param main its main class
  /// @param jvm options of its virtual machine
  /// @param arguments its arguments
  /// @return the running process
  /// @throws IOException if it cannot be started
  static Child start(Class<?> main, List<String> jvm, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvm);
    // SQLite's driver and LZ4 load native code.
    command.add("--enable-native-access=ALL-UNNAMED");
    Path logging = Path.of(System.getProperty("goatdb.bench", "."), "logging.properties");
    if (Files.exists(logging)) {
      command.add("-Djava.util.logging.config.file=" + logging);
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    return new Child(main.getSimpleName() + " " + arguments.subList(0, 1), process);
  }

  /// Says a line and waits for one.
  ///
  /// @param line what to say
  /// @return the answer
  /// @throws IOException if the process ended
  String ask(String line) throws IOException {
    input.println(line);
    return hear();
  }

  /// {@return the next line}
  ///
  /// @throws IOException if the process ended
  String hear() throws IOException {
    String line = output.readLine();
    if (line == null) {
      throw new IOException(name + " ended early; its reason stands above");
    }
    return line;
  }

  /// Ends its input and waits until it is gone.
  @Override
  public void close() throws IOException {
    input.close();
    try {
      if (!process.waitFor(GOODBYE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException(
            name + " did not end within " + GOODBYE_SECONDS + " s and was stopped");
      }
      if (process.exitValue() != 0) {
        throw new IOException(name + " ended with " + process.exitValue());
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for " + name, e);
    }
  }
}
