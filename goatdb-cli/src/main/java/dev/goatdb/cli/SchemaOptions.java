package dev.goatdb.cli;

import dev.goatdb.api.GoatDbConfig;
import dev.goatdb.cli.json.SchemaFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
}
