package dev.goatdb.cli;

import static dev.goatdb.cli.Failing.assertFails;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Bad input files: one line that names file and place, and no database was touched.
class InputFilesTest {

  private static final String SCHEMA =
      """
      {"namespace":"note","version":1,"fields":{
        "title":{"type":"string","required":true},"votes":{"type":"integer"}}}
      """;

  @TempDir Path directory;
  private Path db;
  private Path schema;

  @BeforeEach
  void makeSchema() throws IOException {
    db = directory.resolve("db");
    schema = file("note.json", SCHEMA);
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }

  private Run load(Path documents) {
    return Run.of(
        "load",
        "--db",
        db.toString(),
        "/data/notes",
        documents.toString(),
        "--schema",
        schema.toString());
  }

  private void assertLoadFails(String text, String lines) throws IOException {
    assertFails(3, text, load(file("notes.jsonl", lines)));
    assertFalse(Files.exists(db), "a wrong file must not make a database");
  }

  @Test
  void namesTheLineThatIsNotJson() throws IOException {
    assertLoadFails(
        "notes.jsonl:3: not JSON", "{\"id\":\"a\",\"title\":\"A\"}\n\n{\"id\":\"b\",\"title\":\n");
  }

  @Test
  void namesTheLineWithAWrongValue() throws IOException {
    assertLoadFails(
        "notes.jsonl:1: field 'title' of note/1 must be a string, was 5",
        "{\"id\":\"a\",\"title\":5}\n");
  }

  @Test
  void namesTheLineWithoutARequiredField() throws IOException {
    assertLoadFails("notes.jsonl:1: field 'title' of note/1 is required", "{\"id\":\"a\"}\n");
  }

  @Test
  void namesTheLineWithAnUnknownField() throws IOException {
    assertLoadFails(
        "notes.jsonl:1: schema note/1 has no field 'colour'",
        "{\"id\":\"a\",\"title\":\"A\",\"colour\":\"red\"}\n");
  }

  @Test
  void namesTheLineWithoutAKey() throws IOException {
    assertLoadFails("notes.jsonl:1: the field 'id' is the key", "{\"title\":\"A\"}\n");
  }

  @Test
  void refusesANumberThatDoesNotFit() throws IOException {
    assertLoadFails(
        "does not fit 64 bits", "{\"id\":\"a\",\"title\":\"A\",\"votes\":99999999999999999999}\n");
  }

  @Test
  void refusesANumberThatIsTooLargeInsteadOfMakingItInfinite() throws IOException {
    schema =
        file(
            "note.json",
            "{\"namespace\":\"note\",\"version\":1,\"fields\":{\"n\":{\"type\":\"number\"},\"l\":{\"type\":\"list\"}}}");
    assertLoadFails(
        "notes.jsonl:2: field 'n' of note/1 must be a number up to",
        "{\"id\":\"a\",\"n\":1e308}\n{\"id\":\"b\",\"n\":1e999}\n");
    assertLoadFails(
        "notes.jsonl:1: field 'l' of note/1 must be a number up to",
        "{\"id\":\"a\",\"l\":[-1e999]}\n");
  }

  @Test
  void refusesOneMemberTwice() throws IOException {
    assertLoadFails("notes.jsonl:1: not JSON", "{\"id\":\"a\",\"title\":\"A\",\"title\":\"B\"}\n");
  }

  @Test
  void refusesBytesThatAreNotUtf8() throws IOException {
    Path file = directory.resolve("latin.jsonl");
    Files.write(file, "{\"id\":\"a\",\"title\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1));
    assertFails(3, "latin.jsonl: not UTF-8", load(file));
  }

  @Test
  void namesAFileThatIsNotThere() {
    assertFails(3, "none.jsonl: no such file", load(directory.resolve("none.jsonl")));
  }

  @Test
  void saysWhatIsWrongWithASchema() throws IOException {
    Path documents = file("notes.jsonl", "");
    assertSchemaFails("no type 'colour'", "{\"type\":\"colour\"}", documents);
    assertSchemaFails("'of' is for", "{\"type\":\"string\",\"of\":\"text\"}", documents);
    assertSchemaFails(
        "unknown member 'requird'", "{\"type\":\"text\",\"requird\":true}", documents);
    assertSchemaFails(
        "must be a whole number", "{\"type\":\"integer\",\"default\":\"x\"}", documents);
    schema = file("note.json", "{\"namespace\":\"note\",\"fields\":{}}");
    assertFails(3, "note.json: not a schema: 'version' must be", load(documents));
    schema = file("note.json", "[1,");
    assertFails(3, "note.json: not JSON", load(documents));
  }

  private void assertSchemaFails(String text, String field, Path documents) throws IOException {
    schema =
        file(
            "note.json", "{\"namespace\":\"note\",\"version\":1,\"fields\":{\"f\":" + field + "}}");
    assertFails(3, text, load(documents));
  }

  @Test
  void saysThatATraceIsTruncated() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write("{\"endContent\":\"abc\",\"txns\":[]}".getBytes(StandardCharsets.UTF_8));
    }
    Path file = directory.resolve("trace.json.gz");
    Files.write(file, Arrays.copyOf(bytes.toByteArray(), bytes.size() - 12));
    assertFails(3, "trace.json.gz: the file is truncated", Run.of("replay", file.toString()));
    assertFails(
        3, "trace.json.gz: the file is truncated", Run.of("replay", "--vectors", file.toString()));
  }

  @Test
  void saysThatATraceIsNone() throws IOException {
    assertFails(3, "'txns' is missing", Run.of("replay", file("a.json", "{}").toString()));
    Path cut = file("b.json", "{\"endContent\":\"\",\"txns\":[{\"patches\":[[0,");
    assertFails(3, "b.json: not JSON", Run.of("replay", cut.toString()));
    Path order =
        file("c.json", "{\"endContent\":\"\",\"txns\":[{\"parents\":[1],\"patches\":[]}]}");
    assertFails(3, "does not come before it", Run.of("replay", order.toString()));
  }

  @Test
  void namesTheLineThatIsNoMergeVector() throws IOException {
    Path file = file("v.jsonl", "{\"commits\":[],\"checks\":[]}\n{\"commits\":[]}\n");
    assertFails(3, "v.jsonl:2: not a merge vector", Run.of("replay", "--vectors", file.toString()));
  }
}
