package dev.goatdb.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/// The facts of a machine that figures depend on, and none that names it.
final class Machine {

  private static final int FORCES = 200;
  private static final int RECORD = 256;

  private Machine() {}

  /// {@return facts by name}
  ///
  /// @param directory where the stores stand: its file system is measured
  /// @throws IOException if a file cannot be written there
  static Map<String, Object> facts(Path directory) throws IOException {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("cores", Runtime.getRuntime().availableProcessors());
    if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
      facts.put("memory-mib", system.getTotalMemorySize() >> 20);
    }
    facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    facts.put("file-system", Files.getFileStore(directory).type());
    facts.put("jdk", System.getProperty("java.vm.vendor") + " " + Runtime.version());
    FreshProcess.Floor floor = FreshProcess.floor();
    facts.put("jvm-start-ms", floor.millis());
    facts.put("jvm-heap-mib", floor.memory().typical());
    facts.put("force-us", force(directory).typical());
    return facts;
  }

  /// Times what every forced write has to wait for at least: a record into a file whose space is
  /// there already, and its force.
  private static Sample force(Path directory) throws IOException {
    Path file = Files.createTempFile(directory, "force", "");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(FORCES * RECORD));
      channel.force(true);
      double[] times = new double[FORCES];
      for (int i = 0; i < FORCES; i++) {
        Watch watch = new Watch();
        channel.write(ByteBuffer.allocate(RECORD), (long) i * RECORD);
        channel.force(false);
        times[i] = watch.micros();
      }
      return Sample.ofEach(times);
    } finally {
      Files.delete(file);
    }
  }
}
