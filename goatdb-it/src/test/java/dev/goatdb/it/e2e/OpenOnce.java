package dev.goatdb.it.e2e;

import dev.goatdb.api.GoatDb;
import dev.goatdb.api.error.GoatDbException;
import java.nio.file.Path;

/// A second process: opens a directory and tells how that went.
public final class OpenOnce {

  private static final int REFUSED = 3;

  private OpenOnce() {}

  /// @param args the directory
  public static void main(String[] args) {
    try (GoatDb db = GoatDb.open(Path.of(args[0]))) {
      System.out.println("opened " + db.status().location());
    } catch (GoatDbException.Storage e) {
      System.out.println(e.getMessage());
      System.exit(REFUSED);
    }
  }
}
