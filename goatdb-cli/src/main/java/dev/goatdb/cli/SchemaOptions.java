package dev.goatdb.cli;

import dev.goatdb.api.GoatDbConfig;
import dev.goatdb.api.error.GoatDbException;
import dev.goatdb.api.error.Refusal;
import dev.goatdb.cli.json.SchemaFile;
import dev.goatdb.cli.terminal.CommandFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/// Schemas to merge and check by. Reading an item needs none until it has concurrent edits.
final class SchemaOptions {

  @Option(
      names = "--schema",
      paramLabel = "FILE",
      description = "A schema to merge and check by, as in load; may be repeated.")
  private List<Path> files = new ArrayList<>();

  GoatDbConfig addTo(GoatDbConfig config) {
    GoatDbConfig all = config;
    for (Path file : files) {
      all = all.schemas(SchemaFile.read(file).schema());
    }
    return all;
  }

  /// What a question about an item gives, if it can be answered without another schema.
  ///
  /// @throws CommandFailure if concurrent edits need the schema to be merged
  static <A> A needed(ItemOptions place, Supplier<A> question) {
    try {
      return question.get();
    } catch (GoatDbException.Refused e) {
      if (e.refusal().reason() != Refusal.Reason.SCHEMA) {
        throw e;
      }
      throw CommandFailure.failed(
          "item '%s' of %s has concurrent edits, and merging them needs its schema: give it with --schema"
              .formatted(place.key(), place.path()),
          e);
    }
  }
}
