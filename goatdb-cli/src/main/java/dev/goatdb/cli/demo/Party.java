package dev.goatdb.cli.demo;

import dev.goatdb.api.GoatDb;
import dev.goatdb.api.GoatDb.PeerStatus;
import dev.goatdb.api.GoatDbConfig;
import dev.goatdb.api.Item;
import dev.goatdb.api.Peer;
import dev.goatdb.api.Repository;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// One of the three: a database in a directory, with the one repository of the demonstration. One
/// thread.
final class Party implements AutoCloseable {

  static final String REPOSITORY = "/demo/unicode";

  private final String name;
  private final Path directory;
  private final GoatDb db;
  private final Repository repository;
  private @Nullable Peer peer;
  private long bytesOnWire;

  private Party(String name, Path directory, GoatDb db) {
    this.name = name;
    this.directory = directory;
    this.db = db;
    this.repository = db.repository(REPOSITORY);
  }

  static Party open(String name, Path directory, GoatDbConfig config) {
    return new Party(name, directory, GoatDb.open(directory, config));
  }

  String name() {
    return name;
  }

  Path directory() {
    return directory;
  }

  GoatDb db() {
    return db;
  }

  Repository repository() {
    return repository;
  }

  Item<Glyph> item(String key) {
    return repository.item(Glyph.SCHEMA, key);
  }

  void connect(URI address) {
    peer = db.connect(address);
  }

  void disconnect() {
    if (peer != null) {
      bytesOnWire = bytesOnWire();
      peer.close();
      peer = null;
    }
  }

  void sync(Narrator narrator) {
    Peer connected = peer;
    if (connected != null) {
      narrator.await(
          connected.sync(),
          () -> name + " to be in sync: " + connected.state() + " " + connected.reason());
    }
  }

  /// Bytes of all frames sent and received here as a client.
  long bytesOnWire() {
    return bytesOnWire
        + db.status().peers().stream()
            .mapToLong((PeerStatus each) -> each.bytesSent() + each.bytesReceived())
            .sum();
  }

  @Override
  public void close() {
    disconnect();
    db.close();
  }
}
