package dev.goatdb.it.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Texts that change only on purpose. When one does, the failure shows the whole new text; put it
/// into `src/test/resources/golden`.
final class Goldens {

  private Goldens() {}

  static void check(String name, String text) {
    assertEquals(read(name), text, () -> "golden " + name + " should be:\n" + text);
  }

  private static String read(String name) {
    try (InputStream in = Goldens.class.getResourceAsStream("/golden/" + name)) {
      return in == null ? "(none)" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
