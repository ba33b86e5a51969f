package dev.goatdb.api.schema;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The name of a merge strategy: what happens when several people changed one field at once.
///
/// A change of a strategy's results is a new version, because every peer must merge alike.
///
/// @param name lower-case letters, digits, `.`, `_` and `-`, at most 100, a letter first
/// @param version 1 or more
public record StrategyId(String name, int version) {

  // Above the constants, whose constructor needs them.
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9._-]{0,99}");
  private static final Pattern FORM = Pattern.compile("([^@]*)@([1-9][0-9]{0,8})");

  /// The last writer wins: the greatest write stamp. The default of most types.
  public static final StrategyId LWW = new StrategyId("lww", 1);

  /// Keeps every concurrent value, in a field that is a list of them.
  public static final StrategyId MULTI = new StrategyId("multi", 1);

  /// The greatest number wins.
  public static final StrategyId MAX = new StrategyId("max", 1);

  /// The least number wins.
  public static final StrategyId MIN = new StrategyId("min", 1);

  /// Concurrent increments and decrements all count.
  public static final StrategyId COUNTER = new StrategyId("counter", 1);

  /// Concurrent additions and removals of elements all count; an addition wins.
  public static final StrategyId SET = new StrategyId("set", 1);

  /// Merges each key on its own; an edit wins over a removal.
  public static final StrategyId MAP = new StrategyId("map", 1);

  /// Merges the insertions and removals of list elements.
  public static final StrategyId LIST = new StrategyId("list", 1);

  /// Merges the insertions and deletions of characters.
  public static final StrategyId TEXT = new StrategyId("text", 1);

  /// Merges blocks, their text and their marks.
  public static final StrategyId RICH_TEXT = new StrategyId("richtext", 1);

  /// Checks name and version.
  ///
  /// @throws IllegalArgumentException naming what is wrong
  public StrategyId {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'%s' cannot name a strategy: 1 to 100 characters out of a-z 0-9 . _ -, a letter first"
              .formatted(name));
    }
    if (version < 1) {
      throw new IllegalArgumentException(
          "strategy " + name + ": a version is 1 or more, was " + version);
    }
  }

  /// {@return the id that a text names}
  ///
  /// @param text `name@version`, for example `text@1`
  /// @throws IllegalArgumentException on anything else
  public static StrategyId parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "a strategy is written name@version such as text@1, was '" + text + "'");
    }
    return new StrategyId(matcher.group(1), Integer.parseInt(matcher.group(2)));
  }

  /// {@return `name@version`}
  @Override
  public String toString() {
    return name + "@" + version;
  }
}
