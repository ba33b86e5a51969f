package dev.goatdb.testkit.sim;

import dev.goatdb.api.GoatDb;
import dev.goatdb.api.GoatDbConfig;
import dev.goatdb.api.Peer;
import dev.goatdb.api.Receipt;
import dev.goatdb.api.Repository;
import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.error.GoatDbException;
import dev.goatdb.api.spi.transport.TransportProvider;
import dev.goatdb.api.trust.AuthContext;
import dev.goatdb.api.trust.Verdict;
import dev.goatdb.testkit.env.SimEnv;
import dev.goatdb.testkit.storage.MemorySnapshot;
import dev.goatdb.testkit.storage.StorageObserver;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One database through all its lives: opened, closed, crashed, put back to an older copy, opened
/// again. What is kept here outlives the process that it plays. One thread.
final class SimNode {

  static final String SERVER = "server";

  static final URI SERVER_ADDRESS = URI.create("sim://" + SERVER);

  private static final String TRUSTING = "client1";
  private static final long CACHE_BYTES = 1 << 20;

  /// A copy of the storage, and what was promised to be in it by then.
  private record Backup(MemorySnapshot snapshot, Set<Place> acknowledged) {}

  /// A commit in its repository.
  record Place(String repository, CommitId id) {}

  private final World world;
  private final String name;
  private final boolean isReader;
  private final Optional<RandomGenerator> garbling;
  private @Nullable Garbling transport;
  private boolean isCalm;

  /// Whether it believes the address alone, without the id of the database behind it.
  private final boolean isTrusting;

  private final URI location;
  private final List<Backup> backups = new ArrayList<>();
  private final List<Peer> peers = new ArrayList<>();
  private final SortedMap<String, Repository> repositories = new TreeMap<>();
  private final List<QueryMirror> mirrors = new ArrayList<>();
  private Set<Place> acknowledged = new HashSet<>();
  private Set<Place> seen = new HashSet<>();
  private @Nullable SimEnv env;
  private @Nullable GoatDb database;
  private Duration clockOffset = Duration.ZERO;
  private boolean joins;
  private int callsToCrash;
  private int callsToFail;

  /// Whether the storage refused a write since the database was opened.
  private boolean refusedWrites;

  private int refusals;

  /// @param garbling what it says wrong is drawn from this, if it keeps to no rules
  SimNode(World world, String name, boolean isReader, Optional<RandomGenerator> garbling) {
    this.world = world;
    this.name = name;
    this.isReader = isReader;
    this.garbling = garbling;
    this.isTrusting = name.equals(TRUSTING);
    this.location = URI.create("mem:" + name);
    world.storage.observe(location, this::beforeCall);
  }

  String name() {
    return name;
  }

  boolean isServer() {
    return name.equals(SERVER);
  }

  /// {@return whether it edits without being allowed to}
  boolean isReader() {
    return isReader;
  }

  boolean isUp() {
    return database != null;
  }

  GoatDb database() {
    GoatDb open = database;
    if (open == null) {
      throw new IllegalStateException(name + " is down");
    }
    return open;
  }

  /// {@return a repository that is open here}
  Repository repository(String path) {
    return repositories.computeIfAbsent(path, absent -> database().repository(absent));
  }

  List<QueryMirror> mirrors() {
    return mirrors;
  }

  List<Peer> peers() {
    return peers;
  }

  /// {@return how many refusals it heard of in all its lives}
  int refusals() {
    return refusals;
  }

  /// {@return what it was promised to keep}
  Set<Place> acknowledged() {
    return acknowledged;
  }

  /// {@return the heads that were looked at last}
  Set<Place> seen() {
    return seen;
  }

  void sees(Set<Place> heads) {
    seen = heads;
  }

  private SimEnv env() {
    SimEnv current = env;
    if (current == null) {
      throw new IllegalStateException(name + " was never started");
    }
    return current;
  }

  private void note(String what) {
    world.note(name + " " + what);
  }

  // Its lives

  /// Opens the database, unless a crash comes in between.
  void start() {
    note("starts");
    SimEnv surroundings = world.simulation.node(name);
    surroundings.jumpClock(clockOffset);
    env = surroundings;
    orCrash(() -> {
      refusedWrites = false;
      database = GoatDb.open(location, config(surroundings));
      begin();
    });
    if (isUp()) {
      new AcknowledgedSurvivesCrash().checkNode(world, this);
    }
  }

  private GoatDbConfig config(SimEnv surroundings) {
    return GoatDbConfig.DEFAULT
        .env(surroundings)
        .plugin(world.storage)
        .plugin(transport(surroundings))
        .schemas(Note.SCHEMA)
        .memoryBudget(CACHE_BYTES)
        .rule("/data/*", this::decide);
  }

  private TransportProvider transport(SimEnv surroundings) {
    TransportProvider real = world.network.transport(surroundings);
    if (garbling.isEmpty() || isCalm) {
      return real;
    }
    Garbling wrong = new Garbling(real, garbling.get());
    transport = wrong;
    return wrong;
  }

  /// {@return whether it keeps to no rules}
  boolean isByzantine() {
    return garbling.isPresent();
  }

  /// Keeps to the rules from now on, on new connections: on the old ones both sides count
  /// differently.
  void repent() {
    isCalm = true;
    Garbling wrong = transport;
    if (wrong != null) {
      wrong.calmDown();
    }
    peers.forEach(Peer::close);
    peers.clear();
  }

  /// A reader's own program believes that it may do everything; the others know better.
  private Verdict decide(AuthContext context) {
    boolean allowed =
        isReader || context.isRead() || !world.readers.contains(context.session().id());
    return Verdict.allowIf(allowed, "readers do not write");
  }

  private void begin() {
    if (isReader) {
      world.readers.add(database().session().id());
    }
    database().onRefusal(refusal -> refusals++);
    for (String path : World.REPOSITORIES) {
      mirrors.addAll(QueryMirror.open(repository(path)));
    }
    if (isServer()) {
      world.pinnedAddress = database().listen(SERVER_ADDRESS).address();
    } else if (joins) {
      connect();
    }
  }

  /// Runs something that may reach the storage, and with it the crash that is due.
  void orCrash(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      if (!env().crashed()) {
        throw e;
      }
      ended();
    }
  }

  /// Joins the server's database, or connects once more.
  void connect() {
    joins = true;
    note("connects");
    peers.add(database().connect(isTrusting ? SERVER_ADDRESS : world.pinnedAddress));
  }

  boolean joins() {
    return joins;
  }

  /// Ends the process at once.
  void crash() {
    if (isUp()) {
      note("crashes");
      die();
    }
  }

  /// Lets the process crash when it calls its storage for the n-th time from now.
  void crashAtCall(int calls) {
    note("will crash at storage call " + calls);
    callsToCrash = calls;
  }

  /// Lets the storage refuse the next calls that write, as a full disk does.
  void failCalls(int calls) {
    note("has no room for " + calls + " calls");
    callsToFail = calls;
  }

  private void beforeCall(StorageObserver.Call call) throws IOException {
    if (callsToCrash > 0 && --callsToCrash == 0) {
      note("crashes before " + call);
      die();
    }
    boolean writes = call == StorageObserver.Call.APPEND || call == StorageObserver.Call.FORCE;
    if (writes && callsToFail > 0) {
      callsToFail--;
      refusedWrites = true;
      note("fails to " + call);
      throw new IOException("no space left, as the schedule wants it");
    }
  }

  /// A database that lost edits to a full disk says so when it is closed; one that did not, must
  /// not.
  private void closeDatabase() {
    try {
      database().close();
    } catch (GoatDbException.Storage e) {
      if (!refusedWrites) {
        throw e;
      }
      note("says that edits were lost");
    }
  }

  private void die() {
    calmDown();
    world.crashing();
    world.storage.crash(location, world.chance);
    env().crash();
    ended();
    seen = new HashSet<>();
  }

  /// Lets the storage work.
  void calmDown() {
    callsToCrash = 0;
    callsToFail = 0;
  }

  private void ended() {
    database = null;
    peers.clear();
    repositories.clear();
    mirrors.clear();
    world.ledger.ask();
  }

  /// Ends the process in good order.
  void stop() {
    note("closes");
    orCrash(this::closeDatabase);
    if (isUp()) {
      ended();
      // Timers of the closed process must not run beside the next one.
      SimEnv closed = env();
      world.simulation.after(Duration.ofSeconds(1), name + "/gone", closed::crash);
    }
  }

  /// Copies the storage away.
  void backUp() {
    note("is backed up");
    backups.add(new Backup(world.storage.snapshot(location), new HashSet<>(acknowledged)));
  }

  /// Puts the storage of a node that is down back to a copy, if there is one.
  void restore() {
    if (!backups.isEmpty()) {
      int chosen = world.chance.nextInt(backups.size());
      note("is restored from copy " + chosen + " of " + backups.size());
      restore(backups.get(chosen));
    }
  }

  /// Takes all from the storage of a node that is down but its keys.
  void lose() {
    note("loses its storage");
    restore(new Backup(world.storage.snapshot(location).withoutLogs(), Set.of()));
  }

  private void restore(Backup backup) {
    world.counts.crashes++;
    world.elsewhere.clear();
    world.storage.restore(location, backup.snapshot());
    acknowledged = new HashSet<>(backup.acknowledged());
    seen = new HashSet<>();
  }

  /// Sets how far the wall clock is ahead, or behind.
  void setClock(Duration offset) {
    note("has its clock at " + offset);
    if (isUp()) {
      env().jumpClock(offset.minus(clockOffset));
    }
    clockOffset = offset;
  }

  /// Notes the edit's commit as promised, once it is.
  void promise(String repository, Receipt receipt) {
    SimEnv life = env();
    receipt
        .durable()
        .thenAccept(id -> {
          if (!life.crashed()) {
            acknowledged.add(new Place(repository, id));
          }
        });
    if (isByzantine() || (world.isByzantine && isServer())) {
      return; // a peer that lies may say that it has what it has not
    }
    receipt
        .atPeers(1)
        .thenAccept(id -> {
          Place place = new Place(repository, id);
          note("hears that a peer has " + place);
          world.elsewhere.add(place);
        });
  }

  /// {@return why this node is not settled; nothing if it is}
  Optional<String> unrest() {
    if (!isServer()) {
      for (Peer peer : peers) {
        if (peer.state() != Peer.State.ONLINE) {
          return Optional.of(name + " is " + peer.state() + ": " + peer.reason());
        }
      }
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    return name;
  }
}
