import org.jspecify.annotations.NullMarked;

/// What authors of plugins, and GoatDB itself, test with: contracts that every storage, transport
/// and merge strategy must pass, a storage in memory, a network that only pretends, and the parts
/// of the simulator.
///
/// The contracts are abstract JUnit classes; a plugin's test extends one of them and says how to
/// make the plugin.
@NullMarked
module dev.goatdb.testkit {
  requires transitive dev.goatdb.api;
  requires transitive dev.goatdb.merge.spi;
  requires transitive org.junit.jupiter.api;
  requires static transitive org.jspecify;

  // Open as well, because JUnit calls the test methods of the contracts by reflection.
  exports dev.goatdb.testkit;
  exports dev.goatdb.testkit.env;
  exports dev.goatdb.testkit.property;
  exports dev.goatdb.testkit.sim;
  exports dev.goatdb.testkit.storage;
  exports dev.goatdb.testkit.transport;

  opens dev.goatdb.testkit to
      org.junit.platform.commons;

  provides dev.goatdb.api.spi.storage.StorageProvider with
      dev.goatdb.testkit.storage.MemoryStorageProvider;
}
