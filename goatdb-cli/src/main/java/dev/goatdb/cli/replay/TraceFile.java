package dev.goatdb.cli.replay;

import dev.goatdb.cli.json.InputFile;
import dev.goatdb.cli.json.Json;
import dev.goatdb.cli.replay.Trace.Transaction;
import dev.goatdb.cli.terminal.CommandFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads an editing trace, token by token: `{"startContent": "", "endContent": "…", "txns":
/// [{"parents": [0], "patches": [[position, deleted, "inserted"]]}]}`.
///
/// A transaction without `parents` follows the one before it, as recordings of one person have it.
/// Other members are skipped.
public final class TraceFile {

  private TraceFile() {}

  /// {@return the trace in a file}
  ///
  /// @param file JSON, compressed with gzip or not
  /// @throws CommandFailure if it cannot be read or is no trace
  public static Trace read(Path file) {
    String name = Json.name(file);
    try (InputStream bytes = InputFile.open(file);
        JsonParser parser = Json.mapper().createParser(bytes)) {
      return new Reading(parser).trace();
    } catch (IllegalArgumentException e) {
      throw CommandFailure.failed(name + ": not an editing trace: " + e.getMessage(), e);
    } catch (JacksonException e) {
      throw Json.failure(name, e);
    } catch (IOException e) {
      throw Json.failure(name, e);
    }
  }

  /// One pass over one file.
  private static final class Reading {

    private final JsonParser parser;
    private final List<Transaction> transactions = new ArrayList<>();
    private String startContent = "";
    private Optional<String> endContent = Optional.empty();
    private boolean hasTransactions;

    Reading(JsonParser parser) {
      this.parser = parser;
    }

    Trace trace() {
      parser.nextToken();
      require(JsonToken.START_OBJECT);
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String member = parser.currentName();
        parser.nextToken();
        switch (member) {
          case "startContent" -> startContent = string();
          case "endContent" -> endContent = Optional.of(string());
          case "txns" -> readTransactions();
          default -> parser.skipChildren();
        }
      }
      require(JsonToken.END_OBJECT);
      if (!hasTransactions) {
        throw new IllegalArgumentException("'txns' is missing");
      }
      String end =
          endContent.orElseThrow(() -> new IllegalArgumentException("'endContent' is missing"));
      return new Trace(startContent, end, transactions);
    }

    private void readTransactions() {
      hasTransactions = true;
      require(JsonToken.START_ARRAY);
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        transactions.add(transaction());
      }
    }

    private Transaction transaction() {
      require(JsonToken.START_OBJECT);
      List<Integer> parents = transactions.isEmpty() ? List.of() : List.of(transactions.size() - 1);
      List<Patch> patches = List.of();
      int agent = 0;
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String member = parser.currentName();
        parser.nextToken();
        switch (member) {
          case "parents" -> parents = parents();
          case "patches" -> patches = patches();
          case "agent" -> agent = agent();
          default -> parser.skipChildren();
        }
      }
      return new Transaction(parents, patches, agent);
    }

    private int agent() {
      int agent = number();
      if (agent < 0) {
        throw new IllegalArgumentException("an agent must not be negative, was " + agent);
      }
      return agent;
    }

    private List<Integer> parents() {
      List<Integer> parents = new ArrayList<>();
      require(JsonToken.START_ARRAY);
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        parents.add(number());
      }
      return parents;
    }

    private List<Patch> patches() {
      List<Patch> patches = new ArrayList<>();
      require(JsonToken.START_ARRAY);
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        require(JsonToken.START_ARRAY);
        parser.nextToken();
        int position = number();
        parser.nextToken();
        int deleted = number();
        parser.nextToken();
        patches.add(new Patch(position, deleted, string()));
        parser.nextToken();
        require(JsonToken.END_ARRAY);
      }
      return patches;
    }

    private int number() {
      require(JsonToken.VALUE_NUMBER_INT);
      return parser.getIntValue();
    }

    private String string() {
      require(JsonToken.VALUE_STRING);
      return parser.getString();
    }

    private void require(JsonToken expected) {
      if (parser.currentToken() != expected) {
        throw new IllegalArgumentException(
            "expected %s, found %s at line %d, column %d"
                .formatted(
                    expected,
                    parser.currentToken(),
                    parser.currentTokenLocation().getLineNr(),
                    parser.currentTokenLocation().getColumnNr()));
      }
    }
  }
}
