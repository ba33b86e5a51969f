package dev.goatdb.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What every failure of a command must look like.
final class Failing {

  private Failing() {}

  /// One line on standard error that has a text, nothing on standard output, no stack.
  static void assertFails(int code, String text, Run run) {
    assertAll(
        () -> assertEquals(code, run.code(), run.err()),
        () -> assertEquals("", run.out()),
        () -> assertEquals(1, run.err().lines().count(), run.err()),
        () -> assertTrue(run.err().startsWith("goatdb: "), run.err()),
        () -> assertTrue(run.err().contains(text), run.err()));
  }
}
