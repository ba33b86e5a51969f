package dev.goatdb.api;

import java.net.URI;

/// The engine's door, found through [java.util.ServiceLoader]. Applications never call it.
public interface EngineProvider {

  /// Opens a database.
  ///
  /// @param location where
  /// @param config how
  /// @return the opened database
  GoatDb open(URI location, GoatDbConfig config);
}
