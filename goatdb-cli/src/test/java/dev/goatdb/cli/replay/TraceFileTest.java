package dev.goatdb.cli.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Both forms of editing traces: with parents, and of one person.
class TraceFileTest {

  @TempDir Path directory;

  private Trace read(String json) throws IOException {
    Path file = directory.resolve("trace.json.gz");
    try (OutputStream bytes = new GZIPOutputStream(Files.newOutputStream(file))) {
      bytes.write(json.getBytes(StandardCharsets.UTF_8));
    }
    return TraceFile.read(file);
  }

  @Test
  void readsParentsAndSkipsWhatItDoesNotKnow() throws IOException {
    Trace trace =
        read(
            """
            {"kind":"concurrent","endContent":"ab","numAgents":2,"txns":[
             {"parents":[],"agent":0,"time":"t","patches":[[0,0,"a"]],"more":{"x":[1]}},
             {"parents":[],"agent":1,"patches":[[0,0,"b"],[0,1,""]]},
             {"parents":[0,1],"patches":[]}]}
            """);
    assertEquals("", trace.startContent());
    assertEquals("ab", trace.endContent());
    assertEquals(List.of(0, 1), trace.transactions().get(2).parents());
    assertEquals(
        List.of(new Patch(0, 0, "b"), new Patch(0, 1, "")), trace.transactions().get(1).patches());
    assertEquals(1, trace.merges());
    assertTrue(trace.isBasicPlane());
  }

  @Test
  void aTransactionWithoutParentsFollowsTheOneBefore() throws IOException {
    Trace trace =
        read(
            """
            {"startContent":"\uD83D\uDC10","endContent":"","txns":[{"patches":[]},{"patches":[]},{"patches":[]}]}
            """);
    assertEquals(
        List.of(List.of(), List.of(0), List.of(1)),
        trace.transactions().stream().map(Trace.Transaction::parents).toList());
    assertFalse(trace.isBasicPlane());
  }
}
