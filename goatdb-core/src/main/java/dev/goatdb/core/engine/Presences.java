package dev.goatdb.core.engine;

import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.commit.SessionId;
import dev.goatdb.api.value.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Who is here, by repository and schema name. Any thread.
///
/// This process's own words are kept here too: whoever has no peers yet still sees himself, and the
/// first connection gets them all.
final class Presences {

  /// Where what is published goes, once there are peers. It does not wait.
  interface Outlet {
    /// Says something to all peers, or takes it back.
    void publish(RepositoryPath repository, String topic, Optional<Value.Bytes> content);
  }

  private record Topic(RepositoryPath repository, String name) {}

  /// What is said about one topic. Guarded by itself.
  private static final class Circle {
    private final Map<SessionId, Value.Bytes> words = new HashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private @Nullable Object owner;
    private Value.@Nullable Bytes own;

    synchronized boolean isAttended() {
      return own != null || !listeners.isEmpty();
    }
  }

  private final Map<Topic, Circle> circles = new ConcurrentHashMap<>();
  private final Supplier<SessionId> self;
  private volatile @Nullable Outlet outlet;

  /// @param self the session that signs here
  Presences(Supplier<SessionId> self) {
    this.self = self;
  }

  /// There are peers from now on.
  void connect(Outlet outlet) {
    this.outlet = outlet;
    circles.forEach((topic, circle) -> {
      synchronized (circle) {
        Value.Bytes own = circle.own;
        if (own != null) {
          outlet.publish(topic.repository(), topic.name(), Optional.of(own));
        }
      }
    });
  }

  private Circle circle(RepositoryPath repository, String name) {
    return circles.computeIfAbsent(new Topic(repository, name), topic -> new Circle());
  }

  /// Says something for this process's session.
  ///
  /// @param owner who says it and may take it back
  void publish(RepositoryPath repository, String name, Object owner, Value.Bytes content) {
    Circle circle = circle(repository, name);
    synchronized (circle) {
      circle.owner = owner;
      circle.own = content;
      tellPeers(repository, name, Optional.of(content));
    }
    circle.listeners.forEach(Runnable::run);
  }

  /// Takes back what an owner said, unless somebody else spoke since.
  void retract(RepositoryPath repository, String name, Object owner) {
    Circle circle = circle(repository, name);
    synchronized (circle) {
      if (circle.owner != owner) {
        return;
      }
      circle.owner = null;
      circle.own = null;
      tellPeers(repository, name, Optional.empty());
    }
    circle.listeners.forEach(Runnable::run);
  }

  /// Under the circle's lock: peers hear words in the order in which they were said.
  private void tellPeers(RepositoryPath repository, String name, Optional<Value.Bytes> content) {
    Outlet peers = outlet;
    if (peers != null) {
      peers.publish(repository, name, content);
    }
  }

  /// Hears what a session says, from the synchronization.
  void heard(
      RepositoryPath repository, SessionId session, String name, Optional<Value.Bytes> content) {
    Circle circle = circle(repository, name);
    synchronized (circle) {
      if (content.isPresent()) {
        circle.words.put(session, content.get());
      } else {
        circle.words.remove(session);
      }
    }
    if (!session.equals(self.get())) {
      circle.listeners.forEach(Runnable::run);
    }
  }

  /// {@return what each session says}
  Map<SessionId, Value.Bytes> words(RepositoryPath repository, String name) {
    Circle circle = circle(repository, name);
    SessionId me = self.get();
    synchronized (circle) {
      Map<SessionId, Value.Bytes> words = new HashMap<>(circle.words);
      words.remove(me);
      Value.Bytes own = circle.own;
      if (own != null) {
        words.put(me, own);
      }
      return words;
    }
  }

  /// {@return whether this process says something in a repository, or listens to who is there}
  boolean isAttended(RepositoryPath repository) {
    return circles.entrySet().stream()
        .filter(entry -> entry.getKey().repository().equals(repository))
        .map(Map.Entry::getValue)
        .anyMatch(Circle::isAttended);
  }

  /// Calls a listener after each change, until it is removed.
  ///
  /// @return removes it
  Runnable listen(RepositoryPath repository, String name, Runnable listener) {
    List<Runnable> listeners = circle(repository, name).listeners;
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }
}
