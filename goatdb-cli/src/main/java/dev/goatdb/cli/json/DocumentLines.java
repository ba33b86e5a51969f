package dev.goatdb.cli.json;

import dev.goatdb.api.schema.Document;
import dev.goatdb.cli.terminal.CommandFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// A file of documents: one JSON object a line, whose member `id` is the key. Blank lines are
/// skipped.
///
/// @param file the file, which may be compressed with gzip
/// @param schema how the objects read
public record DocumentLines(Path file, JsonSchema schema) {

  /// Reads all.
  ///
  /// @param reader hears of each key and document, in the order of the lines
  /// @return how many there were
  /// @throws CommandFailure if a line is not a valid document; the message names file and line
  public long forEach(BiConsumer<String, Document> reader) {
    long documents = 0;
    try (BufferedReader lines = InputFile.reader(file)) {
      long number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (!line.isBlank()) {
          accept(number, line, reader);
          documents++;
        }
      }
    } catch (IOException e) {
      throw Json.failure(Json.name(file), e);
    }
    return documents;
  }

  private void accept(long number, String line, BiConsumer<String, Document> reader) {
    String where = Json.name(file) + ":" + number;
    try {
      JsonNode object = Json.reader().readTree(line);
      if (!object.isObject()) {
        throw new IllegalArgumentException("a line must be one JSON object");
      }
      reader.accept(key(object), schema.document(object));
    } catch (JacksonException e) {
      throw Json.failure(where, e);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.failed(where + ": " + e.getMessage(), e);
    }
  }

  private static String key(JsonNode object) {
    JsonNode id = object.path("id");
    if (id.isIntegralNumber()) {
      return id.toString();
    }
    if (!id.isString() || id.stringValue().isEmpty()) {
      throw new IllegalArgumentException(
          "the field 'id' is the key and must be there, as a string");
    }
    return id.stringValue();
  }
}
