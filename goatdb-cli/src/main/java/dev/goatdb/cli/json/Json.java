package dev.goatdb.cli.json;

import dev.goatdb.cli.terminal.CommandFailure;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Reading and building JSON, and saying what is wrong with it in one line.
public final class Json {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  /// {@return a new object}
  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /// {@return an array of texts}
  ///
  /// @param texts the texts
  public static ArrayNode array(Iterable<?> texts) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    texts.forEach(text -> array.add(String.valueOf(text)));
    return array;
  }

  /// {@return a number rounded to a few digits, for reports}
  ///
  /// @param number the number
  public static double rounded(double number) {
    double scale = Math.abs(number) >= 100 ? 1 : Math.abs(number) >= 1 ? 100 : 10_000;
    return Math.round(number * scale) / scale;
  }

  /// {@return reads whole documents, strictly: no member twice, nothing after the end}
  static ObjectReader reader() {
    return MAPPER.reader();
  }

  /// {@return reads token by token}
  public static JsonMapper mapper() {
    return MAPPER;
  }

  /// {@return what to say about JSON that is none}
  ///
  /// @param where file, or file and line
  /// @param e what the parser said
  public static CommandFailure failure(String where, JacksonException e) {
    if (e.getCause() instanceof IOException cause) {
      return failure(where, cause);
    }
    TokenStreamLocation at = e.getLocation();
    String place =
        at == null ? "" : " (line %d, column %d)".formatted(at.getLineNr(), at.getColumnNr());
    return CommandFailure.failed(
        where + ": not JSON: " + firstLine(e.getOriginalMessage()) + place, e);
  }

  /// {@return what to say about a file that cannot be read}
  ///
  /// @param where the file
  /// @param e what the system said
  public static CommandFailure failure(String where, IOException e) {
    String what =
        switch (e) {
          case NoSuchFileException _ -> "no such file";
          case AccessDeniedException _ -> "no permission to read it";
          case java.io.EOFException _ -> "the file is truncated";
          case java.util.zip.ZipException _ -> "the compressed file is damaged: " + e.getMessage();
          case CharacterCodingException _ -> "not UTF-8";
          default -> reason(e);
        };
    return CommandFailure.failed(where + ": " + what, e);
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    return message == null
        ? e.getClass().getSimpleName().toLowerCase(Locale.ROOT)
        : firstLine(message);
  }

  private static String firstLine(String message) {
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }

  /// {@return a text for one column of a line: as it is, or as a JSON string where that would break
  /// the line or steer the terminal}
  ///
  /// @param text any text
  public static String word(String text) {
    boolean isPlain = !text.startsWith("\"") && text.chars().noneMatch(Json::steers);
    return isPlain ? text : quoted(text);
  }

  /// Characters that control, separate lines or reverse the direction of writing.
  private static boolean steers(int c) {
    return Character.isISOControl(c)
        || Character.getType(c) == Character.FORMAT
        || c == '\u2028'
        || c == '\u2029';
  }

  /// {@return a text as a JSON string that cannot break a line or steer a terminal}
  ///
  /// @param text any text
  public static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.chars()
        .forEach(c -> {
          switch (c) {
            case '"' -> quoted.append("\\\"");
            case '\\' -> quoted.append("\\\\");
            case '\n' -> quoted.append("\\n");
            case '\t' -> quoted.append("\\t");
            default -> {
              if (steers(c)) {
                quoted.append("\\u%04x".formatted(c));
              } else {
                quoted.append((char) c);
              }
            }
          }
        });
    return quoted.append('"').toString();
  }

  /// {@return a path as messages name it}
  ///
  /// @param file the file
  public static String name(Path file) {
    return file.toString();
  }
}
