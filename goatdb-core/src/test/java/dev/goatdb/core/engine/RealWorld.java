package dev.goatdb.core.engine;

import dev.goatdb.api.GoatDbConfig;
import dev.goatdb.testkit.storage.MemoryStorageProvider;
import java.net.URI;

/// Databases in memory, with real threads.
final class RealWorld {

  private final MemoryStorageProvider storage = new MemoryStorageProvider();

  Database open(String name, GoatDbConfig config) {
    return Database.open(URI.create("mem:" + name), config.plugin(storage));
  }

  MemoryStorageProvider storage() {
    return storage;
  }
}
