package dev.goatdb.api;

import dev.goatdb.api.error.GoatDbException;
import java.util.List;
import java.util.ServiceLoader;

/// Finds the engine; the only place of this module that touches [ServiceLoader].
final class Engines {

  private Engines() {}

  static EngineProvider find() {
    List<EngineProvider> found =
        ServiceLoader.load(EngineProvider.class, EngineProvider.class.getClassLoader()).stream()
            .map(ServiceLoader.Provider::get)
            .toList();
    if (found.isEmpty()) {
      throw new GoatDbException.Configuration(
          "no engine found. Add dev.goatdb:goatdb-core to the class path or module path.");
    }
    if (found.size() > 1) {
      throw new GoatDbException.Configuration(
          "two engines found: %s and %s. Remove one."
              .formatted(found.get(0).getClass().getName(), found.get(1).getClass().getName()));
    }
    return found.getFirst();
  }
}
