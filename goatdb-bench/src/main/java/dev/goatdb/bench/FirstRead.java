package dev.goatdb.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/// A process that opens a store, reads one note and says so. Started once for each sample.
final class FirstRead {

  private FirstRead() {}

  /// Prints the weight of the note, and then, when asked for it, heap in use after a collection and
  /// resident memory, in bytes.
  ///
  /// @param arguments `READ` or `HEAP`, contender, directory, key; or `NOTHING` alone, to measure
  ///   the JVM itself
  /// @throws SQLException if SQLite fails
  /// @throws IOException if the memory in use cannot be read
  static void main(String[] arguments) throws SQLException, IOException {
    if (arguments[0].equals("NOTHING")) {
      System.out.println(0);
      System.out.println(heap() + " " + resident());
      return;
    }
    try (Store store = Contender.valueOf(arguments[1]).open(Path.of(arguments[2]))) {
      System.out.println(store.read(arguments[3]).weight());
      System.out.flush();
      if (arguments[0].equals("HEAP")) {
        System.out.println(heap() + " " + resident());
      }
    }
  }

  private static long heap() {
    // Twice: the first one may leave what only becomes garbage by what it clears.
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static long resident() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) {
      return 0;
    }
    for (String line : Files.readAllLines(status)) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
      }
    }
    return 0;
  }
}
