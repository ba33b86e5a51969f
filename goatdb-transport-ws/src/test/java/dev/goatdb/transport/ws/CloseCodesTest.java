package dev.goatdb.transport.ws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.goatdb.api.spi.transport.CloseReason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CloseCodesTest {

  @Test
  void aCodeFromAClientIsUnderstood() {
    for (int code : List.of(1000, 1001, 1002, 1009, 4000, 4999)) {
      CloseCodes.requireSendable(code);
      assertEquals(code, CloseCodes.meant(code));
      assertEquals(code, CloseCodes.meant(CloseCodes.fromClient(code)));
    }
    assertEquals(3002, CloseCodes.fromClient(1002));
  }

  @Test
  void noCodeMeansThatBothWereDone() {
    assertEquals(CloseReason.NORMAL, CloseCodes.meant(1005));
  }

  @Test
  void codesOfOthersAreRefused() {
    for (int code : List.of(0, 999, 1003, 1005, 1011, 3000, 3999, 5000)) {
      assertThrows(IllegalArgumentException.class, () -> CloseCodes.requireSendable(code));
    }
  }

  @Test
  void longTextsAreCutBetweenCharacters() {
    assertEquals("short", CloseCodes.shortened("short"));
    assertEquals("x".repeat(120), CloseCodes.shortened("x".repeat(121)));
    String goats = "\uD83D\uDC10".repeat(40);
    assertEquals("\uD83D\uDC10".repeat(30), CloseCodes.shortened(goats));
    String shifted = "x" + goats;
    assertEquals("x" + "\uD83D\uDC10".repeat(29), CloseCodes.shortened(shifted));
    assertEquals(117, CloseCodes.shortened(shifted).getBytes(StandardCharsets.UTF_8).length);
  }
}
