package dev.goatdb.cli;

import dev.goatdb.api.commit.Commit;
import dev.goatdb.api.commit.CommitId;
import dev.goatdb.cli.json.Json;
import dev.goatdb.cli.terminal.Paint;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/// Commits, as JSON and as lines.
final class CommitJson {

  private CommitJson() {}

  static ObjectNode of(Commit commit) {
    ObjectNode node =
        Json.object()
            .put("id", commit.id().toString())
            .put("kind", kind(commit))
            .put("time", commit.time().instant().toString())
            .put("author", commit.author().toString())
            .put("schema", commit.schema().toString());
    node.set("parents", Json.array(commit.parents()));
    return node;
  }

  static String line(Commit commit, Paint paint) {
    String parents =
        commit.parents().stream().map(CommitId::brief).collect(Collectors.joining(" "));
    return "%s  %s  %-6s  by %s  %s  on [%s]"
        .formatted(
            paint.commit(commit.id().brief()),
            commit.time().instant(),
            kind(commit),
            paint.author(commit.author(), commit.author().brief()),
            commit.schema(),
            paint.faint(parents));
  }

  private static String kind(Commit commit) {
    return commit.kind().name().toLowerCase(Locale.ROOT);
  }
}
