package dev.goatdb.bench;

import dev.goatdb.api.GoatDb;
import dev.goatdb.api.GoatDbConfig;
import dev.goatdb.api.Item;
import dev.goatdb.api.Repository;
import dev.goatdb.api.schema.Field;
import dev.goatdb.api.spi.transport.Endpoint;
import dev.goatdb.api.trust.Verdict;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Two peers and the server between them: three databases on disk, real WebSockets on loopback.
/// Measures the way of one edit from the call at one peer until the listener of the other hears it.
/// The next edit waits for that.
final class SyncPath implements AutoCloseable {

  private static final String PATH = "/data/notes";
  private static final String KEY = "shared";
  private static final Field<Note, Long> RANK = GoatStore.NOTE.field(Note::rank);
  private static final int PATIENCE_SECONDS = 20;

  private final GoatDb server;
  private final GoatDb writer;
  private final GoatDb reader;
  private final Item<Note> item;
  private final BlockingQueue<Long> heard = new LinkedBlockingQueue<>();
  private long rank;

  private SyncPath(GoatDb server, GoatDb writer, GoatDb reader) throws IOException {
    this.server = server;
    this.writer = writer;
    this.reader = reader;
    Endpoint endpoint = server.listen(URI.create("ws://localhost:0"));
    server.repository(PATH);
    writer.connect(endpoint.address());
    reader.connect(endpoint.address());
    Repository far = reader.repository(PATH);
    far.item(GoatStore.NOTE, KEY)
        .onChange(update -> update.after().ifPresent(note -> heard.add(note.rank())));
    item = writer.repository(PATH).put(GoatStore.NOTE, KEY, Notes.at(0));
    rank = item.get().rank();
    hear();
  }

  /// {@return three databases that know each other}
  ///
  /// @param directory for their files; emptied first
  /// @param contender says whether they sign
  /// @throws IOException if the directory cannot be emptied
  static SyncPath open(Path directory, Contender contender) throws IOException {
    Folder.clear(directory);
    GoatStore.Trust trust =
        contender == Contender.GOATDB_TRUSTED ? GoatStore.Trust.TRUSTED : GoatStore.Trust.SIGNED;
    GoatDbConfig config = trust.config().defaultVerdict(Verdict.ALLOW);
    return new SyncPath(
        database(directory, "server", config),
        database(directory, "writer", config),
        database(directory, "reader", config));
  }

  private static GoatDb database(Path directory, String name, GoatDbConfig config)
      throws IOException {
    return GoatDb.open(Files.createDirectories(directory.resolve(name)), config);
  }

  /// Makes edits, one after the other.
  ///
  /// @param count how many
  /// @return how many milliseconds each took
  /// @throws IOException if one does not arrive
  double[] edits(int count) throws IOException {
    double[] times = new double[count];
    for (int i = 0; i < count; i++) {
      rank++;
      Watch watch = new Watch();
      item.set(RANK, rank);
      hear();
      times[i] = watch.millis();
    }
    return times;
  }

  /// Waits until the reader has heard of the present rank.
  private void hear() throws IOException {
    try {
      Long found = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (found == null || found != rank) {
        throw new IOException(
            "the reader should have heard of rank %d within %d s, but heard %s; its peers: %s"
                .formatted(rank, PATIENCE_SECONDS, found, reader.status().peers()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for the reader", e);
    }
  }

  @Override
  public void close() {
    writer.close();
    reader.close();
    server.close();
  }
}
