package dev.goatdb.core.engine;

import dev.goatdb.api.error.GoatDbException;
import dev.goatdb.api.spi.runtime.Env;
import dev.goatdb.api.spi.storage.Storage;
import java.io.IOException;
import java.net.URI;

/// Where databases lie and where they are used from, for people. Any thread.
final class Location {

  private Location() {}

  /// {@return a location as people write it}
  static String place(URI location) {
    return "file".equals(location.getScheme()) ? location.getPath() : location.toString();
  }

  /// {@return the storage of a database}
  ///
  /// @throws GoatDbException.Storage if it cannot be opened
  static Storage openStorage(URI location, Providers providers, Env env) {
    try {
      return providers.storage(location).open(location, env);
    } catch (IOException e) {
      String reason = e.getMessage() == null ? place(location) + ": " + e : e.getMessage();
      throw new GoatDbException.Storage(reason, e);
    }
  }

  /// @throws IllegalArgumentException if an address names a database by something that cannot be an
  ///   id
  static void requirePin(URI address) {
    String pin = address.getFragment();
    if (pin != null && !pin.isEmpty() && !pin.matches("[0-9a-fA-F]{64}")) {
      throw new IllegalArgumentException(
          "'%s': what follows # is a database id of 64 hexadecimal digits, as Endpoint.address() gives it"
              .formatted(address));
    }
  }

  /// {@return the thread and the line of the application that is calling}
  static String caller() {
    return "thread "
        + Thread.currentThread().getName()
        + StackWalker.getInstance()
            .walk(frames ->
                frames
                    .filter(f -> !f.getClassName().startsWith("dev.goatdb.core."))
                    .findFirst()
                    .map(f -> " at " + f.getFileName() + ":" + f.getLineNumber())
                    .orElse(""));
  }
}
