package dev.goatdb.api.spi.storage;

import dev.goatdb.api.spi.Plugin;
import dev.goatdb.api.spi.runtime.Env;
import java.io.IOException;
import java.net.URI;

/// Opens databases whose location has this provider's [#name()] as its scheme.
public interface StorageProvider extends Plugin {

  /// Opens a database, makes it if it is not there, and locks it: one process, one opening.
  ///
  /// @param location where it is
  /// @param env time, chance and threads
  /// @return the opened database
  /// @throws IOException if it is in use, or cannot be opened or made; the message names the remedy
  Storage open(URI location, Env env) throws IOException;
}
