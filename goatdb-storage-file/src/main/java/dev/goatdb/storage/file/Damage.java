package dev.goatdb.storage.file;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// What was found damaged in a file: one line for each place, each place once, bounded. Any thread.
final class Damage {

  private static final int MAX_LINES = 1000;

  private final Path file;
  private final TreeMap<Long, String> places = new TreeMap<>();
  private long passedOver;

  Damage(Path file) {
    this.file = file;
  }

  synchronized void add(long offset, String what) {
    if (places.containsKey(offset)) {
      return;
    }
    if (places.size() == MAX_LINES) {
      passedOver++;
      return;
    }
    places.put(offset, "%s: offset %d: %s".formatted(file, offset, what));
  }

  synchronized List<String> lines() {
    List<String> lines = new ArrayList<>(places.values());
    if (passedOver > 0) {
      lines.add(file + ": and more damaged places than are listed");
    }
    return List.copyOf(lines);
  }
}
