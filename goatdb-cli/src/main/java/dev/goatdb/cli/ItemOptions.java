package dev.goatdb.cli;

import dev.goatdb.api.GoatDb;
import dev.goatdb.api.Item;
import dev.goatdb.api.schema.Document;
import dev.goatdb.api.schema.Schema;
import dev.goatdb.cli.terminal.CommandFailure;
import picocli.CommandLine.Parameters;

/// Which item.
final class ItemOptions {

  @Parameters(index = "0", paramLabel = "PATH", description = "The repository, /type/name.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private String path;

  @Parameters(index = "1", paramLabel = "KEY", description = "The key of the item.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private String key;

  /// The item, which may be deleted but has a history.
  ///
  /// @throws CommandFailure if nothing was ever there
  Item<Document> item(GoatDb db) {
    Item<Document> item = DatabaseOptions.existing(db, path).item(Schema.UNTYPED, key);
    if (item.heads().isEmpty()) {
      throw CommandFailure.notThere("no item '" + key + "' in " + path);
    }
    return item;
  }

  String path() {
    return path;
  }

  String key() {
    return key;
  }
}
