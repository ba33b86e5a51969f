package dev.goatdb.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.GoatDbConfig;
import dev.goatdb.api.Item;
import dev.goatdb.api.Peer;
import dev.goatdb.api.Repository;
import dev.goatdb.api.commit.Commit;
import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.schema.Document;
import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.FieldType;
import dev.goatdb.api.schema.Schema;
import dev.goatdb.api.trust.Verdict;
import dev.goatdb.core.codec.BundleCodec;
import dev.goatdb.core.repository.RepositoryEngine;
import dev.goatdb.testkit.storage.MemoryStorageProvider;
import dev.goatdb.testkit.storage.StorageObserver;
import dev.goatdb.testkit.transport.MemoryTransportProvider;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// A repository that was opened from runs and a tail is the repository that reading the whole log
/// gives, whatever was done before and whenever runs were written.
class ReopeningLawsTest {

  private static final int HISTORIES = Integer.getInteger("goatdb.reopenings", 12);

  private static final Field<Document, String> TEXT = Field.of("text", FieldType.TEXT).orElse("");
  private static final Schema<Document> NOTE = Schema.of("note", 1, TEXT);
  private static final String PATH = "/data/notes";
  private static final URI HERE = URI.create("mem:here");
  private static final URI COPY = URI.create("mem:copy");

  private final MemoryStorageProvider storage = new MemoryStorageProvider();
  private final MemoryTransportProvider transport = new MemoryTransportProvider();
  private final AtomicInteger kept = new AtomicInteger();

  @Test
  void openingFromRunsIsReadingTheLog() throws IOException {
    for (int i = 0; i < HISTORIES; i++) {
      long seed = 7_300 + i;
      history(seed, new Random(seed));
    }
    assertTrue(kept.get() > HISTORIES, "runs were written: " + kept);
  }

  private void history(long seed, Random random) throws IOException {
    clear();
    storage.observe(
        HERE,
        call -> {
          if (call == StorageObserver.Call.KEEP) {
            kept.incrementAndGet();
          }
        });
    for (int opening = 0; opening < 5; opening++) {
      try (Database database = open(HERE)) {
        Repository notes = database.repository(PATH);
        for (int step = random.nextInt(60); step > 0; step--) {
          edit(notes, random);
        }
        if (random.nextInt(3) == 0) {
          exchange(database, random);
        }
        notes.flush();
      }
      compare(seed);
    }
  }

  private void clear() {
    for (String name : List.of("here", "copy", "peer")) {
      URI place = URI.create("mem:" + name);
      storage.restore(place, new MemoryStorageProvider().snapshot(place));
    }
  }

  private Database open(URI place) {
    return Database.open(
        place,
        GoatDbConfig.DEFAULT
            .plugin(storage)
            .plugin(transport)
            .schemas(NOTE)
            .defaultVerdict(Verdict.ALLOW));
  }

  private static void edit(Repository notes, Random random) {
    Item<Document> note = notes.item(NOTE, "n" + random.nextInt(12));
    Document text = Document.of(NOTE).with(TEXT, Integer.toString(random.nextInt(1_000)));
    switch (random.nextInt(8)) {
      case 0 -> fork(note, text, random);
      case 1 -> {
        if (note.exists()) {
          note.delete();
        }
      }
      case 2 -> {
        if (!note.heads().isEmpty()) {
          note.settle().appended().join();
        }
      }
      case 3 -> notes.flush();
      default -> notes.put(NOTE, note.key(), text);
    }
  }

  /// A commit on any commit that the item ever had.
  private static void fork(Item<Document> note, Document text, Random random) {
    List<Commit> history = note.history().toList();
    if (!history.isEmpty()) {
      CommitId parent = history.get(random.nextInt(history.size())).id();
      note.commitOn(List.of(parent), before -> Optional.of(text)).appended().join();
    }
  }

  /// Another database writes the same items; the first exchange adopts.
  private void exchange(Database database, Random random) {
    try (Database other = open(URI.create("mem:peer"))) {
      for (int step = random.nextInt(30); step > 0; step--) {
        edit(other.repository(PATH), random);
      }
      Peer peer = database.connect(other.listen(URI.create("memory://peer:0")).address());
      peer.sync().orTimeout(20, TimeUnit.SECONDS).join();
      database.repository(PATH).sync().orTimeout(20, TimeUnit.SECONDS).join();
      peer.close();
    }
  }

  private void compare(long seed) throws IOException {
    storage.restore(COPY, storage.snapshot(HERE)); // a copy has no runs
    String fromRuns;
    try (Database database = open(HERE)) {
      fromRuns = describe(database);
    }
    try (Database database = open(COPY)) {
      assertEquals(describe(database), fromRuns, "seed " + seed);
    }
  }

  /// All that can be seen of a repository.
  private static String describe(Database database) throws IOException {
    Repository notes = database.repository(PATH);
    RepositoryEngine engine = database.engine(RepositoryPath.parse(PATH));
    List<String> lines = new ArrayList<>();
    lines.add("count %d keys %s".formatted(notes.count(), notes.keys()));
    lines.add("commits %d forks %d".formatted(engine.commits(), engine.forks()));
    lines.add("digest " + notes.digest());
    for (int i = 0; i < engine.bundles(); i++) {
      Optional<BundleCodec.Sent> sent = engine.read(i, false);
      lines.add("bundle %d %s %s".formatted(i, engine.members(i), sent.map(s -> s.bundle().id())));
    }
    SortedMap<String, String> items = new TreeMap<>();
    for (int i = 0; i < 12; i++) {
      Item<Document> note = notes.item(NOTE, "n" + i);
      String heads = note.heads() + " exists " + note.exists() + " value " + note.value();
      items.put(note.key(), heads + " history " + note.history().map(Commit::id).toList());
    }
    items.forEach((key, line) -> lines.add(key + " " + line));
    lines.add("digest again " + notes.digest());
    return String.join("\n", lines);
  }
}
