package dev.goatdb.core.engine;

import dev.goatdb.api.commit.RepositoryPath;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Names some repositories: `/type/name`, where `*` stands for any characters but `/`. It never
/// names a repository of the engine's own. Immutable; any thread.
final class PathPattern implements Predicate<RepositoryPath> {

  private final String text;
  private final Pattern pattern;

  /// @throws IllegalArgumentException if it is not of that form
  PathPattern(String text) {
    if (!text.matches("/[^/]+/[^/]+")) {
      throw new IllegalArgumentException(
          "a pattern of repositories is /type/name with * as wildcard, for example /notes/*, was '"
              + text
              + "'");
    }
    this.text = text;
    this.pattern =
        Pattern.compile(
            Arrays.stream(text.split("\\*", -1))
                .map(Pattern::quote)
                .collect(Collectors.joining("[^/]*")));
  }

  @Override
  public boolean test(RepositoryPath path) {
    return !path.type().equals("sys") && pattern.matcher(path.toString()).matches();
  }

  @Override
  public String toString() {
    return text;
  }
}
