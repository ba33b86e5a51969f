package dev.goatdb.core.sync;

import dev.goatdb.api.spi.transport.CloseReason;
import dev.goatdb.api.value.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Databases and links in one thread, in an order that one seed decides.
final class World {

  final Random random;
  final Limits limits;
  final List<FakeHost> hosts = new ArrayList<>();
  final List<FakeLink> ends = new ArrayList<>();
  final List<ArrayDeque<Runnable>> queues = new ArrayList<>();
  long now = 1_800_000_000_000L;
  long steps;
  boolean isLossy;
  int capacity = 16;

  /// What secures the next ends of links.
  final ArrayDeque<Value.Bytes> bindings = new ArrayDeque<>();

  World(long seed) {
    this(seed, Limits.DEFAULT);
  }

  World(long seed, Limits limits) {
    this.random = new Random(seed);
    this.limits = limits;
  }

  /// A database that listens: it is claimed, and its session is the root.
  FakeHost server(String name) {
    FakeHost host = new FakeHost(this, name, false);
    host.claim();
    return host;
  }

  /// A database in an empty directory.
  FakeHost client(String name) {
    return new FakeHost(this, name, false);
  }

  ArrayDeque<Runnable> queue() {
    ArrayDeque<Runnable> queue = new ArrayDeque<>();
    queues.add(queue);
    return queue;
  }

  /// Connects two databases; the connector's end is the result.
  FakeLink connect(FakeHost from, FakeHost to) {
    return connect(from, to, "");
  }

  FakeLink connect(FakeHost from, FakeHost to, String fragment) {
    FakeLink near = new FakeLink(this, from, to.name);
    FakeLink far = new FakeLink(this, to, from.name);
    near.join(far);
    near.connect(fragment);
    far.accept();
    return near;
  }

  /// Runs until nothing is left to do but wait for a heartbeat.
  void run() {
    long limit = steps + 5_000_000;
    while (true) {
      while (step()) {
        if (steps > limit) {
          throw new AssertionError("no end of events at " + now);
        }
      }
      long wait = hosts.stream().mapToLong(host -> host.node.millisToTick()).min().orElse(60_000);
      if (wait > 1000) {
        return;
      }
      advance(wait);
    }
  }

  /// Lets time pass without running anything else.
  void advance(long millis) {
    now += millis;
    hosts.forEach(host -> host.node.onTick());
  }

  /// Lets time pass second by second, running everything.
  void pass(long millis) {
    for (long left = millis; left > 0; left -= 1000) {
      advance(Math.min(1000, left));
      run();
    }
  }

  boolean step() {
    List<Runnable> ready = new ArrayList<>();
    for (ArrayDeque<Runnable> queue : queues) {
      if (!queue.isEmpty()) {
        ready.add(() -> queue.removeFirst().run());
      }
    }
    for (FakeLink end : ends) {
      if (end.canDeliver()) {
        ready.add(end::deliver);
      }
    }
    if (ready.isEmpty()) {
      return false;
    }
    steps++;
    ready.get(random.nextInt(ready.size())).run();
    return true;
  }

  /// Cuts every link without a word.
  void cutAll() {
    List.copyOf(ends).forEach(end -> end.cut(new CloseReason(CloseReason.LOST, "cut")));
    run();
  }
}
