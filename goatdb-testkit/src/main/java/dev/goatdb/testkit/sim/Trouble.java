package dev.goatdb.testkit.sim;

import dev.goatdb.testkit.transport.NetworkFaults;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/// Brings trouble by chance, and takes all of it away again. One thread.
final class Trouble {

  /// Below the ten minutes from which on others do not believe a time stamp.
  private static final int SKEW_SECONDS = 240;

  /// Until then a slow link may still tell that it broke.
  static final Duration LONGEST_DELAY = Duration.ofSeconds(4);

  private static final int FAR_AHEAD_SECONDS = 900;
  private static final int MAX_CONNECTIONS = 3;

  private final World world;
  private final RandomGenerator chance;
  private boolean isFarAhead;

  Trouble(World world) {
    this.world = world;
    this.chance = world.chance;
  }

  /// {@return whether a clock was so far ahead that others had to wait for the time to come}
  boolean wasFarAhead() {
    return isFarAhead;
  }

  /// Lets something happen to a node.
  void strike(SimNode node) {
    if (!node.isUp()) {
      raise(node);
      return;
    }
    switch (chance.nextInt(19)) {
      case 0, 1 -> breakLinks(node);
      case 2, 3 -> part(node);
      case 4, 5 -> heal(node);
      case 6, 7 -> treat(node);
      case 8 -> node.crash();
      case 9, 10 -> node.crashAtCall(1 + chance.nextInt(12));
      case 11 -> node.stop();
      case 12, 13 -> node.backUp();
      case 14 -> node.failCalls(1 + chance.nextInt(4));
      case 15 -> skew(node);
      case 16 -> connectOrClose(node);
      case 17 -> world.run(Duration.ofSeconds(5 + chance.nextInt(40)));
      default -> partInTwo();
    }
  }

  private void raise(SimNode node) {
    if (node.isServer() && chance.nextInt(5) == 0) {
      node.lose();
    } else if (chance.nextInt(4) == 0) {
      node.restore();
    }
    node.start();
  }

  private void breakLinks(SimNode node) {
    world.note(node + " loses its connections");
    world.network.breakLinks(node.name());
  }

  private void part(SimNode node) {
    if (!node.isServer()) {
      world.note(node + " is cut off");
      world.network.part(node.name(), SimNode.SERVER);
    }
  }

  private void heal(SimNode node) {
    if (!node.isServer()) {
      world.note(node + " can be reached");
      world.network.heal(node.name(), SimNode.SERVER);
    }
  }

  private void partInTwo() {
    List<String> cut =
        world.clients().stream().filter(any -> chance.nextBoolean()).map(SimNode::name).toList();
    world.note(cut + " are cut off");
    world.network.part(List.of(SimNode.SERVER), cut);
  }

  private void treat(SimNode node) {
    NetworkFaults faults =
        switch (chance.nextInt(4)) {
          case 0 ->
              world.usual.withDelay(
                  Duration.ofMillis(20), LONGEST_DELAY.dividedBy(1 + chance.nextInt(50)));
          case 1 -> world.usual.withCutChance(0.02 + 0.2 * chance.nextDouble());
          case 2 -> world.usual.withMaxBytesUnderWay(1 + chance.nextInt(2_000));
          default -> world.usual;
        };
    world.note(node + " sends with " + faults);
    world.network.treat(node.name(), faults);
  }

  private void skew(SimNode node) {
    int seconds = chance.nextInt(-SKEW_SECONDS, SKEW_SECONDS);
    if (node.isByzantine()) {
      node.setClock(Duration.ofDays(chance.nextInt(-400, 1)));
      return;
    }
    if (chance.nextInt(8) == 0) {
      isFarAhead = true;
      seconds = FAR_AHEAD_SECONDS;
    }
    node.setClock(Duration.ofSeconds(seconds));
  }

  private void connectOrClose(SimNode node) {
    if (node.isServer()) {
      return;
    }
    if (node.peers().size() < MAX_CONNECTIONS) {
      node.orCrash(node::connect);
    } else {
      world.note(node + " closes a connection");
      node.peers().removeFirst().close();
    }
  }

  /// Takes all trouble away: everybody is up, connected, and knows what time it is.
  void healAll() {
    world.note("everything is healed");
    world.network.healAll();
    for (SimNode node : world.nodes) {
      world.network.treat(node.name(), world.usual);
      node.calmDown();
      node.setClock(Duration.ZERO);
      if (node.isByzantine()) {
        node.repent();
      }
    }
    for (SimNode node : world.nodes) {
      if (!node.isUp()) {
        node.start();
      }
      if (!node.isServer() && node.peers().isEmpty()) {
        node.connect();
      }
    }
  }
}
