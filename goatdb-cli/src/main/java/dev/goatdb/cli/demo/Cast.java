package dev.goatdb.cli.demo;

import dev.goatdb.api.GoatDbConfig;
import dev.goatdb.api.spi.transport.Endpoint;
import dev.goatdb.api.trust.Verdict;
import dev.goatdb.cli.terminal.DiskUsage;
import java.net.URI;
import java.nio.file.Path;

/// The server and its two peers. One thread.
final class Cast implements AutoCloseable {

  private static final URI ANY_PORT = URI.create("ws://localhost:0");
  private static final GoatDbConfig CONFIG =
      GoatDbConfig.DEFAULT.schemas(Glyph.SCHEMA).rule("/demo/*", _ -> Verdict.ALLOW);

  private final Path directory;
  private final Party ann;
  private final Party bob;
  private Party server;
  private Endpoint endpoint;

  Cast(Path directory) {
    this.directory = directory;
    this.server = openServer();
    this.endpoint = server.db().listen(ANY_PORT);
    this.ann = Party.open("Ann", directory.resolve("ann"), CONFIG);
    this.bob = Party.open("Bob", directory.resolve("bob"), CONFIG);
  }

  /// The server's private key lies outside of its database, as it should: who has the key is the
  /// database, and everything else can be had from peers.
  private Party openServer() {
    GoatDbConfig config = CONFIG.keyFile(directory.resolve("server-key.pem"));
    return Party.open("the server", directory.resolve("server"), config);
  }

  Party ann() {
    return ann;
  }

  Party bob() {
    return bob;
  }

  Party server() {
    return server;
  }

  URI address() {
    return endpoint.address();
  }

  void connect() {
    ann.connect(endpoint.address());
    bob.connect(endpoint.address());
  }

  void disconnect() {
    ann.disconnect();
    bob.disconnect();
  }

  /// Afterwards each of the three has what any of them had.
  void sync(Narrator narrator) {
    ann.sync(narrator);
    bob.sync(narrator);
    ann.sync(narrator);
  }

  /// Deletes everything the server had but its key, and starts it anew.
  void destroyServer() {
    server.close();
    DiskUsage.delete(server.directory());
    server = openServer();
    endpoint = server.db().listen(ANY_PORT);
  }

  long bytesOnWire() {
    return ann.bytesOnWire() + bob.bytesOnWire();
  }

  @Override
  public void close() {
    try (Party _ = server;
        Party _ = bob;
        Party _ = ann) {
      endpoint.close();
    }
  }
}
