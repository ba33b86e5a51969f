package dev.goatdb.core.engine;

import dev.goatdb.api.EngineProvider;
import dev.goatdb.api.GoatDb;
import dev.goatdb.api.GoatDbConfig;
import java.net.URI;

/// The engine, as the facade finds it.
public final class CoreEngineProvider implements EngineProvider {

  /// For [java.util.ServiceLoader].
  public CoreEngineProvider() {}

  @Override
  public GoatDb open(URI location, GoatDbConfig config) {
    return Database.open(location, config);
  }
}
