package dev.goatdb.core.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.goatdb.api.value.Value;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// The formats as bytes, computed once and frozen in `vectors.txt`: identities hang on them, so a
/// difference here is a mistake in the code and never in the file.
class TestVectorsTest {

  private static final String FILE = "vectors.txt";
  private static final HexFormat HEX = HexFormat.of();

  private static Map<String, String> frozen() throws IOException {
    Map<String, String> lines = new LinkedHashMap<>();
    try (InputStream in =
        Objects.requireNonNull(TestVectorsTest.class.getResourceAsStream(FILE), FILE)) {
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
        if (!line.startsWith("#") && !line.isBlank()) {
          String[] parts = line.split("\t", -1);
          lines.put(parts[0], parts[1]);
        }
      }
    }
    return lines;
  }

  private static Map<String, String> computed() {
    Map<String, String> lines = new LinkedHashMap<>();
    Samples.values()
        .forEach((name, value) -> lines.put(name, HEX.formatHex(CanonicalCbor.encode(value))));
    Samples.states()
        .forEach((name, state) -> {
          lines.put(name, HEX.formatHex(bytes(state)));
          lines.put(name + ", content hash", state.contentHash(Samples.TIME.next()).toString());
        });
    Samples.commits()
        .forEach((name, commit) -> {
          lines.put(name, HEX.formatHex(CommitCodec.encode(commit)));
          lines.put(name + ", id", commit.id().toString());
        });
    lines.put("bundle, signed bytes", HEX.formatHex(Samples.bundle(3).header().message()));
    lines.put("bundle, id", Samples.bundle(3).id().toString());
    lines.put("bundle, in a log", HEX.formatHex(BundleCodec.encode(Samples.stored())));
    lines.put("bundle, in a frame", HEX.formatHex(Samples.sent()));
    return lines;
  }

  private static byte[] bytes(State state) {
    CborWriter out = new CborWriter();
    state.write(out, Samples.TIME.next());
    return out.toByteArray();
  }

  @Test
  void formatsAreThoseOfTheFile() throws IOException {
    Map<String, String> computed = computed();
    Map<String, String> frozen = frozen();
    StringBuilder file = new StringBuilder();
    computed.forEach((name, hex) -> file.append(name).append('\t').append(hex).append('\n'));
    assertEquals(frozen.keySet(), computed.keySet(), () -> "the whole file:\n" + file);
    computed.forEach((name, hex) -> assertEquals(frozen.get(name), hex, name));
  }

  @Test
  void valuesComeBackFromTheFile() throws Exception {
    Map<String, String> frozen = frozen();
    for (Map.Entry<String, Value> sample : Samples.values().entrySet()) {
      byte[] bytes = HEX.parseHex(frozen.get(sample.getKey()));
      assertEquals(sample.getValue(), CanonicalCbor.decode(bytes), sample.getKey());
    }
  }

  @Test
  void statesComeBackFromTheFile() throws Exception {
    Map<String, String> frozen = frozen();
    for (Map.Entry<String, State> sample : Samples.states().entrySet()) {
      CborReader in = new CborReader(HEX.parseHex(frozen.get(sample.getKey())));
      State state = State.read(in, Samples.SCHEMA, Samples.TIME.next());
      in.requireEnd();
      assertEquals(sample.getValue(), state, sample.getKey());
    }
  }

  @Test
  void commitsComeBackFromTheFileUnderTheirIds() throws Exception {
    Map<String, String> frozen = frozen();
    for (String name : Samples.commits().keySet()) {
      byte[] bytes = HEX.parseHex(frozen.get(name));
      CommitRecord commit = CommitCodec.decode(bytes, Samples.PATH);
      assertEquals(frozen.get(name + ", id"), commit.id().toString(), name);
      assertArrayEquals(bytes, CommitCodec.encode(commit), name);
      assertEquals(
          commit.header().toCommit(commit.id()),
          CommitCodec.decodeFacts(bytes, Samples.PATH, commit.id()),
          name);
    }
  }

  @Test
  void oneCommitHasOneIdInWhateverFormItIsStored() {
    Map<String, CommitRecord> commits = Samples.commits();
    assertEquals(commits.get("commit edit, full").id(), commits.get("commit edit, as delta").id());
    assertEquals(
        commits.get("commit edit, full").id(), commits.get("commit edit, hash of edits only").id());
  }

  @Test
  void bundlesComeBackFromTheFile() throws Exception {
    Map<String, String> frozen = frozen();
    BundleCodec.Stored stored =
        BundleCodec.decodeStored(HEX.parseHex(frozen.get("bundle, in a log")));
    assertEquals(Samples.stored(), stored);
    assertEquals(frozen.get("bundle, id"), stored.bundle().id().toString());
    CborReader in = new CborReader(HEX.parseHex(frozen.get("bundle, in a frame")));
    BundleCodec.Sent sent = BundleCodec.readSent(in);
    in.requireEnd();
    assertEquals(Samples.bundle(2), sent.bundle());
    assertEquals(2, sent.slots().size());
  }
}
