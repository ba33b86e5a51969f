package dev.goatdb.cli;

import dev.goatdb.api.Item;
import dev.goatdb.api.commit.Commit;
import dev.goatdb.api.schema.Document;
import dev.goatdb.cli.terminal.CommandFailure;
import java.util.List;
import java.util.Locale;

/// Commits that the user names by their first digits.
final class Commits {

  private static final int LEAST_DIGITS = 4;

  private Commits() {}

  /// Refuses what names no commit, before a database is opened.
  static void requirePrefix(String prefix) {
    if (!prefix.matches("[0-9a-fA-F]{" + LEAST_DIGITS + ",64}")) {
      throw CommandFailure.usage(
          "a commit is named by %d to 64 hexadecimal digits, was '%s'"
              .formatted(LEAST_DIGITS, prefix));
    }
  }

  /// The one commit of an item whose id begins with some digits.
  ///
  /// @throws CommandFailure if there is none, or more than one
  static Commit find(Item<Document> item, String prefix) {
    String digits = prefix.toLowerCase(Locale.ROOT);
    List<Commit> matching =
        item.history().filter(each -> each.id().toString().startsWith(digits)).toList();
    if (matching.isEmpty()) {
      throw CommandFailure.notThere(
          "no commit %s of item '%s' in %s"
              .formatted(prefix, item.key(), item.repository().path()));
    }
    if (matching.size() > 1) {
      throw CommandFailure.usage(
          "%d commits begin with %s; give more digits".formatted(matching.size(), prefix));
    }
    return matching.getFirst();
  }
}
