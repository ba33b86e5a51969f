package dev.goatdb.api.commit;

import java.util.Locale;
import java.util.regex.Pattern;

/// The place of a repository: `/type/name`. Both parts have 1 to 100 characters out of `a–z A–Z 0–9
/// . _ -`, start with a letter, a digit or `_`, and do not end with a dot, so that a path is safe
/// as a file name on every system.
///
/// @param type first part, for example `data`
/// @param name second part, for example `todo`
public record RepositoryPath(String type, String name) implements Comparable<RepositoryPath> {

  /// Most characters in one part.
  public static final int MAX_PART_LENGTH = 100;

  private static final Pattern PART =
      Pattern.compile("[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?");
  private static final Pattern RESERVED =
      Pattern.compile("(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\..*)?");

  /// Checks both parts.
  ///
  /// @throws IllegalArgumentException naming the part that is wrong
  public RepositoryPath {
    requirePart(type);
    requirePart(name);
  }

  /// {@return the path that a text names}
  ///
  /// @param path `/type/name`
  /// @throws IllegalArgumentException on anything else; the message says what was expected
  public static RepositoryPath parse(String path) {
    int slash = path.indexOf('/', 1);
    if (!path.startsWith("/") || slash < 0) {
      String name = path.startsWith("/") ? path.substring(1) : path;
      String hint = isPart(name) ? " Did you mean /data/" + name + "?" : "";
      if (!path.startsWith("/") && path.matches("[^/]+/[^/]+")) {
        hint = " Did you mean /" + path + "?";
      }
      throw new IllegalArgumentException(
          "repository path must be /type/name, was '" + path + "'." + hint);
    }
    return new RepositoryPath(path.substring(1, slash), path.substring(slash + 1));
  }

  private static boolean isPart(String part) {
    return part.length() <= MAX_PART_LENGTH
        && PART.matcher(part).matches()
        && !RESERVED.matcher(part.toLowerCase(Locale.ROOT)).matches();
  }

  private static void requirePart(String part) {
    if (!isPart(part)) {
      throw new IllegalArgumentException(
          "'%s' cannot be part of a repository path /type/name: 1 to %d characters out of a-z A-Z 0-9 . _ -, not starting or ending with a dot, and no device name"
              .formatted(part, MAX_PART_LENGTH));
    }
  }

  @Override
  public int compareTo(RepositoryPath other) {
    return toString().compareTo(other.toString());
  }

  /// {@return `/type/name`}
  @Override
  public String toString() {
    return "/" + type + "/" + name;
  }
}
