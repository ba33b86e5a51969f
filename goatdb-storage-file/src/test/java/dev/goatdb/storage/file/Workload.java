package dev.goatdb.storage.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.spi.storage.Checkpoint;
import dev.goatdb.api.spi.storage.Compaction;
import dev.goatdb.api.spi.storage.Durability;
import dev.goatdb.api.spi.storage.Entry;
import dev.goatdb.api.spi.storage.Health;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;

/// Uses one log as an engine would, from a seed, and knows what must be in it.
///
/// Bodies are of all sizes, and some imitate the format: copies of the file's own groups, headers
/// that fit the place where they will come to stand, zeros. A uniform workload appends groups of
/// one size instead: then what a crash left behind stands just where a later group could be
/// expected.
final class Workload {

  static final Path ROOT = Path.of("db");
  static final RepositoryPath REPOSITORY = new RepositoryPath("data", "todo");
  static final Path FILE = ROOT.resolve("data").resolve("todo.goat");
  static final Path COPY = Path.of("copy").resolve("data").resolve("todo.goat");

  private static final int UNIFORM_BYTES = 500;

  private final SimDisk disk;
  private final Random random;
  private final boolean isUniform;
  private final LogFiles files;
  private final List<Entry> entries;
  private final TreeSet<Integer> boundaries = new TreeSet<>();
  private int acknowledged;
  private FileLog log;

  /// Goes on after a crash, or begins on an empty disk.
  ///
  /// @param known what is in the log, in order
  /// @param ends where a further crash may end it, in numbers of entries: what was recovered need
  ///   not have been forced
  Workload(SimDisk disk, Random random, boolean isUniform, List<Entry> known, TreeSet<Integer> ends)
      throws IOException {
    this.disk = disk;
    this.random = random;
    this.isUniform = isUniform;
    this.files = new LogFiles(ROOT, disk, new SeededEnv(random));
    this.entries = new ArrayList<>(known);
    this.log = files.open(REPOSITORY, () -> {});
    boundaries.addAll(ends.headSet(known.size(), true));
    acknowledged = ends.first();
  }

  List<Entry> entries() {
    return List.copyOf(entries);
  }

  /// {@return the groups' ends, in numbers of entries, that a crash now may leave}
  TreeSet<Integer> boundaries() {
    return new TreeSet<>(boundaries.tailSet(acknowledged, true));
  }

  FileLog log() {
    return log;
  }

  void step() throws IOException {
    switch (random.nextInt(19)) {
      case 17, 18 -> backUp();
      case 12, 13 -> keep();
      case 14, 15 -> compact();
      case 16 -> failingForce();
      case 0 -> force();
      case 1 -> reopen();
      case 2 -> failingAppend();
      case 3, 4, 5, 6 -> append(Durability.DISK);
      default -> append(Durability.OS);
    }
  }

  void append(Durability durability) throws IOException {
    List<Entry> added = someEntries();
    int before = entries.size();
    entries.addAll(added);
    boundaries.add(entries.size());
    log.append(added, durability);
    if (durability == Durability.DISK) {
      acknowledged = before + added.size();
    }
  }

  /// Keeps a checkpoint of what no other covers, or of more.
  void keep() throws IOException {
    List<Checkpoint> kept = log.checkpoints();
    int first = random.nextInt(kept.size() + 1);
    long from = first == kept.size() ? covered(kept) : kept.get(first).from();
    boolean isAtEnd = first == kept.size() || random.nextBoolean();
    long to = isAtEnd ? log.size() : kept.get(first + random.nextInt(kept.size() - first)).to();
    if (from < to) {
      log.keep(new Checkpoint(from, to, image(from, to)));
      acknowledged = entries.size();
    }
  }

  /// Rewrites the log, which grows meanwhile.
  void compact() throws IOException {
    try (Compaction compaction = log.compaction(Compaction.Losses.REMEMBER).orElseThrow()) {
      compaction.copy();
      if (random.nextBoolean()) {
        append(Durability.OS);
      }
      if (random.nextInt(3) == 0) {
        keep();
      }
      if (random.nextInt(4) > 0) {
        compaction.finish();
        acknowledged = entries.size();
      }
    }
  }

  void backUp() throws IOException {
    log.backup(place(disk, COPY, random));
  }

  private static Place place(SimDisk disk, Path path, Random random) {
    SeededEnv env = new SeededEnv(random);
    return new Place(disk, path, REPOSITORY.toString(), env, new BlockCache());
  }

  /// Checks that a copy, if there is one, opens, and is a beginning of what was appended.
  static void checkCopy(SimDisk disk, List<Entry> known) throws IOException {
    if (!disk.exists(COPY)) {
      return;
    }
    Place place = place(disk, COPY, new Random(1));
    FileLog copy = new FileLog(place, place.open(), () -> {});
    assertEquals(List.of(), copy.damage(), "a crash does not damage a copy");
    assertTrue(copy.size() <= known.size());
    copy.scan(
        0,
        (position, entry) -> {
          Entry expected = known.get((int) position);
          assertEquals(expected.id(), entry.id());
          assertEquals(-1, expected.bytes().mismatch(entry.bytes()));
        });
  }

  /// A force fails, and what was to be forced survives all the same.
  private void failingForce() throws IOException {
    disk.failNextForce(random);
    if (random.nextBoolean()) {
      append(Durability.DISK);
    } else {
      force();
    }
    disk.failNextForce(null);
    assertNotEquals(Health.State.READ_ONLY, log.health().state());
  }

  private static long covered(List<Checkpoint> kept) {
    return kept.isEmpty() ? 0 : kept.getLast().to();
  }

  /// {@return what is kept of a stretch: known from the stretch alone}
  static MemorySegment image(long from, long to) {
    Random made = new Random(from * 31 + to);
    byte[] image = new byte[made.nextInt(made.nextInt(6) == 0 ? 150_000 : 600)];
    made.nextBytes(image);
    return MemorySegment.ofArray(image);
  }

  void force() throws IOException {
    log.force();
    acknowledged = entries.size();
  }

  void close() throws IOException {
    log.close();
    acknowledged = entries.size();
  }

  private void reopen() throws IOException {
    close();
    log = files.open(REPOSITORY, () -> {});
    assertEquals(List.of(), log.damage());
  }

  /// The write fails after a part of it has arrived: nothing of it may be there, ever.
  private void failingAppend() throws IOException {
    List<Entry> added = someEntries();
    long end = log.size();
    disk.failNextWriteAfter(random.nextInt(2000));
    entries.addAll(added);
    boundaries.add(entries.size());
    boolean isAppended = true;
    try {
      log.append(added, Durability.OS);
    } catch (IOException refused) {
      isAppended = false;
    }
    disk.failNextWriteAfter(-1);
    if (!isAppended) {
      entries.subList(entries.size() - added.size(), entries.size()).clear();
      boundaries.remove(boundaries.last());
      assertEquals(end, log.size());
    }
  }

  private List<Entry> someEntries() throws IOException {
    List<Entry> added = new ArrayList<>();
    int count = isUniform ? 1 : 1 + random.nextInt(random.nextInt(8) == 0 ? 12 : 3);
    for (int i = 0; i < count; i++) {
      boolean isAgain = !entries.isEmpty() && random.nextInt(10) == 0;
      CommitId id =
          isAgain
              ? entries.get(random.nextInt(entries.size())).id()
              : new CommitId(
                  random.nextInt(8), random.nextLong(), random.nextLong(), random.nextLong());
      byte[] body = isUniform ? randomBytes(UNIFORM_BYTES) : body();
      added.add(new Entry(id, MemorySegment.ofArray(body)));
    }
    return added;
  }

  private byte[] body() throws IOException {
    return switch (random.nextInt(16)) {
      case 0 -> new byte[random.nextInt(2000)];
      case 1, 2 -> ownBytes();
      case 3 -> headerThatFits();
      case 4 -> randomBytes(random.nextInt(20_000));
      case 6, 7 -> words(random.nextInt(random.nextInt(4) == 0 ? 60_000 : 2_000));
      case 5 -> randomBytes(random.nextInt(10) == 0 ? 90_000 : 600);
      default -> randomBytes(random.nextInt(300));
    };
  }

  /// What can be packed.
  private byte[] words(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) ((i & 15) == 0 ? random.nextInt(256) : i & 15);
    }
    return bytes;
  }

  private byte[] randomBytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /// A piece of the file itself, as if a user kept a copy of the database in the database.
  private byte[] ownBytes() {
    byte[] file = disk.file(FILE).shown();
    int from = random.nextInt(file.length) & -8;
    int to = Math.min(file.length, from + random.nextInt(4000));
    return Arrays.copyOfRange(file, from, to);
  }

  /// A header as the format knows it, nearly: it says where it stands, but not by which file id.
  private byte[] headerThatFits() {
    byte[] bytes = new byte[Layout.GROUP_HEADER_BYTES * 2];
    MemorySegment segment = MemorySegment.ofArray(bytes);
    FileId foreign = new FileId(random.nextLong(), random.nextLong());
    new GroupHeader(log.bytes(), 3, 8192, 0, 0, 0, GroupType.COMMITS.code(), 2, log.size())
        .write(segment, random.nextInt(8) * 8L, foreign);
    return bytes;
  }

  /// Checks that a log holds a beginning of what may be in it, whole groups only, with all that
  /// must be, and nothing else.
  ///
  /// @return how many entries it holds
  static int check(FileLog log, List<Entry> known, TreeSet<Integer> boundaries) throws IOException {
    assertEquals(List.of(), log.damage(), "a crash is not damage");
    List<Entry> found = new ArrayList<>();
    log.scan(0, (position, entry) -> found.add(entry));
    assertTrue(
        found.size() <= known.size() && boundaries.contains(found.size()),
        () -> "found " + found.size() + " entries, expected one of " + boundaries);
    Map<CommitId, byte[]> newest = new HashMap<>();
    for (int i = 0; i < found.size(); i++) {
      assertEquals(known.get(i).id(), found.get(i).id());
      byte[] expected = known.get(i).bytes().toArray(ValueLayout.JAVA_BYTE);
      assertArrayEquals(expected, found.get(i).bytes().toArray(ValueLayout.JAVA_BYTE));
      newest.put(known.get(i).id(), expected);
    }
    for (Map.Entry<CommitId, byte[]> one : newest.entrySet()) {
      MemorySegment body = log.read(one.getKey()).orElseThrow();
      assertArrayEquals(one.getValue(), body.toArray(ValueLayout.JAVA_BYTE));
    }
    for (int i = 0; i < found.size(); i++) {
      assertEquals(known.get(i).id(), log.entry(i).orElseThrow().id());
    }
    assertEquals(found.size(), log.size());
    long covered = checkImages(log);
    assertTrue(covered <= found.size());
    return found.size();
  }

  /// Checks that checkpoints are as they were kept, and follow each other.
  ///
  /// @return what they cover
  static long checkImages(FileLog log) throws IOException {
    long covered = 0;
    for (Checkpoint kept : log.checkpoints()) {
      assertEquals(covered, kept.from());
      assertTrue(log.isIntact(kept, 0, kept.bytes().byteSize()), "a crash is not damage");
      assertEquals(-1, kept.bytes().mismatch(image(kept.from(), kept.to())));
      covered = kept.to();
    }
    return covered;
  }
}
