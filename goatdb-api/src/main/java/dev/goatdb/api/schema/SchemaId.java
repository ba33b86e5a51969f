package dev.goatdb.api.schema;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The name and version of a schema, written `task/1`.
///
/// @param name 1 to 100 characters out of `a–z A–Z 0–9 . _ -`, a letter first; a leading `$` marks
///   names of the engine
/// @param version 1 or more
public record SchemaId(String name, int version) {

  /// Most characters in a name.
  public static final int MAX_NAME_LENGTH = 100;

  private static final Pattern NAME = Pattern.compile("\\$?[A-Za-z][A-Za-z0-9._-]*");
  private static final Pattern FORM = Pattern.compile("([^/]*)/([1-9][0-9]{0,8})");

  /// Checks name and version.
  ///
  /// @throws IllegalArgumentException naming what is wrong
  public SchemaId {
    if (name.length() > MAX_NAME_LENGTH || !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'%s' cannot name a schema: 1 to %d characters out of a-z A-Z 0-9 . _ -, a letter first"
              .formatted(name, MAX_NAME_LENGTH));
    }
    if (version < 1) {
      throw new IllegalArgumentException(
          "schema " + name + ": a version is 1 or more, was " + version);
    }
  }

  /// {@return the id that a text names}
  ///
  /// @param text `name/version`, for example `task/1`
  /// @throws IllegalArgumentException on anything else
  public static SchemaId parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "a schema is written name/version such as task/1, was '" + text + "'");
    }
    return new SchemaId(matcher.group(1), Integer.parseInt(matcher.group(2)));
  }

  /// {@return whether the name is one of the engine's own, which applications cannot declare}
  public boolean isReserved() {
    return name.startsWith("$");
  }

  /// {@return `name/version`}
  @Override
  public String toString() {
    return name + "/" + version;
  }
}
