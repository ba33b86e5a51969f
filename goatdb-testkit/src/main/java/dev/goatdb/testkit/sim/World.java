package dev.goatdb.testkit.sim;

import dev.goatdb.api.commit.SessionId;
import dev.goatdb.testkit.env.Simulation;
import dev.goatdb.testkit.storage.MemoryStorageProvider;
import dev.goatdb.testkit.transport.FakeNetwork;
import dev.goatdb.testkit.transport.NetworkFaults;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Everything that a schedule consists of. One thread.
final class World {

  /// The repositories, all of which the server and the clients may open.
  static final List<String> REPOSITORIES = List.of("/data/one", "/data/two");

  /// The items. Few, so that edits meet.
  static final List<String> KEYS = List.of("a", "b", "c", "d");

  /// A little less than the ten minutes of the protocol, for what is under way.
  private static final Duration BELIEVED_AHEAD = Duration.ofMinutes(9);

  private static final int JOURNAL_LINES = 300;

  final Simulation simulation;
  final FakeNetwork network;

  /// How the network is where nothing is wrong with it.
  final NetworkFaults usual;

  final MemoryStorageProvider storage = new MemoryStorageProvider();
  final RandomGenerator chance;
  final Ledger ledger = new Ledger();
  final Counts counts = new Counts();
  final List<SimNode> nodes = new ArrayList<>();

  /// Sessions that may read and not write, as the rules of all honest nodes have it.
  final Set<SessionId> readers = new HashSet<>();

  /// Commits that a peer of their author has on its medium. Emptied when a storage is put back.
  final Set<SimNode.Place> elsewhere = new LinkedHashSet<>();

  /// Whether the last client keeps to no rules: it may read and not write, and what it sends is not
  /// what its engine says.
  final boolean isByzantine;

  /// Where the server is, with the id of its database once that is known.
  URI pinnedAddress = SimNode.SERVER_ADDRESS;

  private final ArrayDeque<String> journal = new ArrayDeque<>();
  private long crashEvent = -1;
  private int tokens;

  World(long seed, int peers) {
    simulation = new Simulation(seed);
    chance = simulation.newChance();
    // Half of the worlds are wide, and edits meet on their way.
    usual =
        chance.nextBoolean()
            ? NetworkFaults.NONE
            : NetworkFaults.NONE.withDelay(
                Duration.ofMillis(5), Duration.ofMillis(10 + chance.nextInt(400)));
    network = new FakeNetwork(simulation, usual);
    int count = peers == 0 ? 3 + chance.nextInt(6) : peers;
    boolean withReader = count > 2 && chance.nextInt(3) == 0;
    // Half of those that may not write do what they can to harm the others.
    isByzantine = withReader && chance.nextBoolean();
    for (int n = 0; n < count; n++) {
      boolean isReader = withReader && n == count - 1;
      Optional<RandomGenerator> garbling =
          isReader && isByzantine ? Optional.of(simulation.newChance()) : Optional.empty();
      nodes.add(new SimNode(this, n == 0 ? SimNode.SERVER : "client" + n, isReader, garbling));
    }
  }

  SimNode server() {
    return nodes.getFirst();
  }

  List<SimNode> clients() {
    return nodes.subList(1, nodes.size());
  }

  /// {@return the nodes that keep to the rules}
  List<SimNode> honest() {
    return nodes.stream().filter(node -> !node.isReader()).toList();
  }

  /// {@return a text that nobody typed before, ending where a word ends}
  String newToken() {
    return "t" + tokens++;
  }

  /// Writes down what happens, for people.
  void note(String line) {
    if (journal.size() == JOURNAL_LINES) {
      journal.removeFirst();
    }
    journal.add("%9.4f s  %s".formatted(simulation.nanoTime() / 1e9, line));
  }

  List<String> journal() {
    return List.copyOf(journal);
  }

  /// Lets virtual time pass.
  void run(Duration span) {
    long end = simulation.nanoTime() + span.toNanos();
    while (simulation.nanoTime() < end) {
      try {
        simulation.run(Duration.ofNanos(end - simulation.nanoTime()));
      } catch (RuntimeException e) {
        // The turn of a node that crashed in the middle of it may end in any way.
        if (crashEvent != simulation.eventsRun()) {
          throw e;
        }
      }
    }
  }

  /// {@return the latest time stamp that is judged now, when all clocks are right} Commits dated
  /// later wait.
  long latestBelieved() {
    long now = Simulation.EPOCH_MILLIS + simulation.nanoTime() / 1_000_000;
    return now + BELIEVED_AHEAD.toMillis();
  }

  /// Notes that a node crashes within the event that is run now.
  void crashing() {
    crashEvent = simulation.eventsRun();
    counts.crashes++;
  }
}
