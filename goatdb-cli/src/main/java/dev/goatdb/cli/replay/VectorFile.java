package dev.goatdb.cli.replay;

import dev.goatdb.cli.json.InputFile;
import dev.goatdb.cli.json.Json;
import dev.goatdb.cli.replay.MergeHistory.Check;
import dev.goatdb.cli.replay.MergeHistory.Step;
import dev.goatdb.cli.terminal.CommandFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Reads merge vectors, one history a line: `{"commits": [{"parents": [], "inc": 1, "add": ["e0"],
/// "remove": []}], "checks": [{"heads": [0], "counter": 1, "set": ["e0"]}]}`.
final class VectorFile {

  private VectorFile() {}

  /// The histories in a file.
  ///
  /// @throws CommandFailure if it cannot be read or a line is no history
  static List<MergeHistory> read(Path file) {
    List<MergeHistory> histories = new ArrayList<>();
    int number = 0;
    try (BufferedReader lines = InputFile.reader(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (!line.isBlank()) {
          histories.add(history(Json.mapper().readTree(line)));
        }
      }
      return histories;
    } catch (IllegalArgumentException e) {
      throw CommandFailure.failed(
          "%s:%d: not a merge vector: %s".formatted(Json.name(file), number, e.getMessage()), e);
    } catch (JacksonException e) {
      throw Json.failure(Json.name(file) + ":" + number, e);
    } catch (IOException e) {
      throw Json.failure(Json.name(file), e);
    }
  }

  private static MergeHistory history(JsonNode node) {
    return new MergeHistory(
        array(node, "commits").values().stream().map(VectorFile::step).toList(),
        array(node, "checks").values().stream().map(VectorFile::check).toList());
  }

  private static Step step(JsonNode node) {
    return new Step(
        indexes(node, "parents"), number(node, "inc"), texts(node, "add"), texts(node, "remove"));
  }

  private static Check check(JsonNode node) {
    return new Check(indexes(node, "heads"), number(node, "counter"), texts(node, "set"));
  }

  private static List<Integer> indexes(JsonNode node, String member) {
    List<Integer> indexes = new ArrayList<>();
    for (JsonNode each : array(node, member).values()) {
      if (!each.canConvertToInt() || !each.isIntegralNumber()) {
        throw new IllegalArgumentException("'" + member + "' must hold indexes, held " + each);
      }
      indexes.add(each.intValue());
    }
    return indexes;
  }

  private static Set<String> texts(JsonNode node, String member) {
    Set<String> texts = new HashSet<>();
    for (JsonNode each : array(node, member).values()) {
      if (!each.isString()) {
        throw new IllegalArgumentException("'" + member + "' must hold strings, held " + each);
      }
      texts.add(each.stringValue());
    }
    return texts;
  }

  private static long number(JsonNode node, String member) {
    JsonNode number = node.path(member);
    if (!number.isIntegralNumber() || !number.canConvertToLong()) {
      throw new IllegalArgumentException("'" + member + "' must be a whole number");
    }
    return number.longValue();
  }

  private static JsonNode array(JsonNode node, String member) {
    JsonNode array = node.path(member);
    if (!array.isArray()) {
      throw new IllegalArgumentException("'" + member + "' must be an array");
    }
    return array;
  }
}
