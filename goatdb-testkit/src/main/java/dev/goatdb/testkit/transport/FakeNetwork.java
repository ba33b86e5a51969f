package dev.goatdb.testkit.transport;

import dev.goatdb.api.spi.transport.CloseReason;
import dev.goatdb.api.spi.transport.FrameHandler;
import dev.goatdb.api.spi.transport.Link;
import dev.goatdb.api.spi.transport.TransportProvider;
import dev.goatdb.testkit.env.SimEnv;
import dev.goatdb.testkit.env.Simulation;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/// A network between the nodes of a [Simulation], with faults drawn from its seed. Addresses are
/// `sim://nodeName`.
///
/// Frames take their time, differently each, without overtaking within a link. Two nodes may have
/// several connections. A pair of nodes can be parted: their connections break on both sides, and
/// connecting fails after 10 seconds of silence until the pair is healed. When a node crashes its
/// endpoint is gone and its peers' links are lost. One thread, the simulation's.
public final class FakeNetwork {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private final Simulation simulation;
  private final RandomGenerator chance;
  private final NetworkFaults usual;
  private final Map<String, NetworkFaults> faultsOf = new HashMap<>();
  private final Map<String, FakeEndpoint> endpoints = new HashMap<>();
  private final List<FakeConnection> connections = new ArrayList<>();
  private final Set<Set<String>> parted = new HashSet<>();

  /// Makes a network without nodes.
  ///
  /// @param simulation whose nodes it joins
  /// @param usual how the frames of a node are treated unless [#treat(String, NetworkFaults)] says
  ///   otherwise
  public FakeNetwork(Simulation simulation, NetworkFaults usual) {
    this.simulation = simulation;
    this.chance = simulation.newChance();
    this.usual = usual;
  }

  /// Gives a node its access to the network.
  ///
  /// @param node the node; once more after each restart
  /// @return its transport, for the scheme `sim`; to be used with this node's surroundings only
  public TransportProvider transport(SimEnv node) {
    node.onCrash(() -> crashed(node));
    return new FakeTransportProvider(this, node);
  }

  /// Treats the frames that one node sends differently, from now on.
  ///
  /// @param sender the node's name
  /// @param faults how
  public void treat(String sender, NetworkFaults faults) {
    faultsOf.put(sender, faults);
  }

  /// Parts two nodes until they are healed.
  ///
  /// @param one a node's name
  /// @param other another's
  public void part(String one, String other) {
    parted.add(Set.of(one, other));
    breakWhere(connection -> connection.joins(one, other), "the network was parted");
  }

  /// Parts each node of one side from each of the other until they are healed.
  ///
  /// @param side some nodes' names
  /// @param otherSide others, in an order that does not change from run to run
  public void part(List<String> side, List<String> otherSide) {
    side.forEach(one -> otherSide.forEach(other -> part(one, other)));
  }

  /// Lets two nodes connect again.
  ///
  /// @param one a node's name
  /// @param other another's
  public void heal(String one, String other) {
    parted.remove(Set.of(one, other));
  }

  /// Lets all nodes connect again.
  public void healAll() {
    parted.clear();
  }

  /// Breaks all connections of a node; it may connect again at once.
  ///
  /// @param name the node's name
  public void breakLinks(String name) {
    breakWhere(connection -> connection.has(name), "the connection broke");
  }

  /// {@return how many connections are open}
  public int connections() {
    connections.removeIf(FakeConnection::isOver);
    return connections.size();
  }

  CompletableFuture<Link> connect(SimEnv node, URI address, FrameHandler handler) {
    CompletableFuture<Link> result = new CompletableFuture<>();
    String target = String.valueOf(address.getAuthority());
    if (parted.contains(pair(node.name(), target))) {
      String silence = "cannot connect to " + address + ": no answer within 10 seconds";
      node.after(CONNECT_TIMEOUT, () -> result.completeExceptionally(new IOException(silence)));
      return result;
    }
    node.after(delay(node.name()), () -> meet(node, address, handler, result));
    return result;
  }

  private void meet(
      SimEnv node, URI address, FrameHandler handler, CompletableFuture<Link> result) {
    FakeEndpoint endpoint = endpoints.get(String.valueOf(address.getAuthority()));
    if (endpoint == null || parted.contains(pair(node.name(), endpoint.node().name()))) {
      result.completeExceptionally(
          new IOException("cannot connect to " + address + ": nobody listens there; start it"));
      return;
    }
    FakeConnection connection = new FakeConnection(this, node, endpoint.node());
    connections.removeIf(FakeConnection::isOver);
    connections.add(connection);
    PairedLink near = connection.open(address, handler, endpoint.newHandler());
    near.opened().thenAccept(result::complete);
  }

  void open(FakeEndpoint endpoint) throws IOException {
    if (endpoints.putIfAbsent(endpoint.node().name(), endpoint) != null) {
      throw new IOException(
          "cannot listen on " + endpoint.address() + ": it is in use; close the other endpoint");
    }
  }

  void close(FakeEndpoint endpoint) {
    if (endpoints.remove(endpoint.node().name(), endpoint)) {
      CloseReason reason = new CloseReason(CloseReason.GOING_AWAY, "the endpoint was closed");
      connections.stream()
          .filter(connection -> connection.acceptedBy(endpoint.node()))
          .toList()
          .forEach(connection -> connection.closeAccepted(reason));
    }
  }

  private void crashed(SimEnv node) {
    endpoints.values().removeIf(endpoint -> endpoint.node() == node);
    breakWhere(connection -> connection.belongsTo(node), "the other side went away");
  }

  private void breakWhere(Predicate<FakeConnection> which, String why) {
    connections.stream().filter(which).toList().forEach(connection -> connection.cut(why));
    connections.removeIf(FakeConnection::isOver);
  }

  Simulation simulation() {
    return simulation;
  }

  RandomGenerator chance() {
    return chance;
  }

  NetworkFaults faults(String sender) {
    return faultsOf.getOrDefault(sender, usual);
  }

  /// Draws the time under way of something that a node sends.
  Duration delay(String sender) {
    NetworkFaults faults = faults(sender);
    long min = faults.minDelay().toNanos();
    return Duration.ofNanos(chance.nextLong(min, faults.maxDelay().toNanos() + 1));
  }

  private static Set<String> pair(String one, String other) {
    // Set.of refuses equal elements, and a node is never parted from itself.
    return one.equals(other) ? Set.of(one) : Set.of(one, other);
  }
}
