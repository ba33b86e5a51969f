package dev.goatdb.core.sync;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.commit.SessionId;
import dev.goatdb.api.trust.Session;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.codec.CborWriter;
import dev.goatdb.core.trust.KeyRing;
import dev.goatdb.core.trust.SessionRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who is here: short words that sessions say about themselves, never stored, passed on from link
/// to link, gone with the link that brought them. One thread.
///
/// Each session signs what it says, with a number that rises; a peer takes the greatest number,
/// from the link that brought it first, and passes it to its other links. So the way of a word is a
/// tree, and when a link ends, or its other side says that the session is gone, what came by it is
/// forgotten and the other links are told. A word goes only where a channel for its repository is:
/// between peers that may read it.
///
/// Bounds: [#MAX_BYTES] a word, [#MAX_PER_LINK] words by one link, [#MAX_HOPS] peers on its way. A
/// word of a session that is not known yet waits for it, as long as there is room.
final class Beacons {

  /// Most bytes of one word.
  static final int MAX_BYTES = 4096;

  /// Most words that one link may bring, and most that wait for their sessions.
  static final int MAX_PER_LINK = 4096;

  /// Most peers that pass a word on.
  static final int MAX_HOPS = 8;

  private static final String DOMAIN = "goatdb presence 1";
  private static final int MAX_GONE = 1 << 14;

  /// What a word is about.
  record Key(RepositoryPath repository, SessionId session, String topic) {}

  /// What is known of a session, by way of a channel; by none if it is this process's own.
  private record Word(Frame.Beacon beacon, @Nullable Channel via) {}

  private record Unknown(Channel via, Frame.Beacon beacon) {}

  private record Topic(RepositoryPath repository, String name) {}

  private final SyncNode node;
  private final Map<Key, Word> words = new LinkedHashMap<>();
  private final Map<Topic, Value.Bytes> own = new LinkedHashMap<>();
  private final Map<Channel, Integer> brought = new LinkedHashMap<>();
  private final List<Unknown> unknown = new ArrayList<>();
  private final Map<Key, Long> gone =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Long> eldest) {
          return size() > MAX_GONE;
        }
      };
  private long lastSequence;

  Beacons(SyncNode node) {
    this.node = node;
  }

  /// {@return the bytes that a session signs}
  static byte[] signed(CommitId database, RepositoryPath repository, Frame.Beacon beacon) {
    return new CborWriter(256)
        .text(DOMAIN)
        .id(database)
        .text(repository.toString())
        .session(beacon.session())
        .text(beacon.topic())
        .unsigned(beacon.sequence())
        .bytes(beacon.content().map(Value.Bytes::toByteArray).orElseGet(() -> new byte[0]))
        .toByteArray();
  }

  /// Says something for this process's session, or takes it back.
  void publish(RepositoryPath repository, String topic, Optional<Value.Bytes> content) {
    Topic about = new Topic(repository, topic);
    Value.Bytes before = content.isPresent() ? own.put(about, content.get()) : own.remove(about);
    if (content.isPresent()) {
      announce(about, content.get());
    } else if (before != null) {
      retractOwn(about, false);
    }
  }

  private void announce(Topic about, Value.Bytes content) {
    retractOwn(about, true); // the session may have been renewed since it spoke last
    KeyRing keys = node.host().keys();
    lastSequence = Math.max(lastSequence + 1, node.host().now());
    Frame.Beacon unsigned =
        new Frame.Beacon(
            0,
            keys.session().session(),
            about.name(),
            lastSequence,
            0,
            Optional.of(content),
            Value.Bytes.of());
    Value.Bytes signature =
        node.host().trusted()
            ? Value.Bytes.of()
            : Value.Bytes.of(
                keys.session().sign(signed(keys.database(), about.repository(), unsigned)));
    Key key = new Key(about.repository(), unsigned.session(), about.name());
    put(key, new Word(with(unsigned, 0, signature), null));
  }

  /// Takes back what this process's session said, and what one before it said.
  private void retractOwn(Topic about, boolean onlyOld) {
    SessionId self = node.host().keys().session().session();
    for (Key key : List.copyOf(words.keySet())) {
      Word word = words.get(key);
      boolean isOwn = word != null && word.via() == null;
      boolean isMeant =
          key.repository().equals(about.repository())
              && key.topic().equals(about.name())
              && !(onlyOld && key.session().equals(self));
      if (word != null && isOwn && isMeant) {
        remove(key, word);
      }
    }
  }

  private static Frame.Beacon with(Frame.Beacon beacon, int hops, Value.Bytes signature) {
    return new Frame.Beacon(
        0, beacon.session(), beacon.topic(), beacon.sequence(), hops, beacon.content(), signature);
  }

  /// A word arrived.
  void onBeacon(Channel via, Frame.Beacon beacon) throws ProtocolException {
    Key key = new Key(via.store().path(), beacon.session(), beacon.topic());
    Word known = words.get(key);
    if (beacon.content().isEmpty()) {
      if (known != null && known.via() == via) {
        remove(key, known);
      }
      return;
    }
    if (beacon.content().get().size() > MAX_BYTES) {
      throw new ProtocolException(
          ByeCode.LIMIT, "a beacon of " + beacon.content().get().size() + " bytes");
    }
    if (beacon.hops() >= MAX_HOPS || isOld(key, known, beacon)) {
      return;
    }
    take(via, key, beacon);
  }

  private boolean isOld(Key key, @Nullable Word known, Frame.Beacon beacon) {
    boolean isOwn = key.session().equals(node.host().keys().session().session());
    long last = known != null ? known.beacon().sequence() : gone.getOrDefault(key, Long.MIN_VALUE);
    return isOwn || beacon.sequence() <= last;
  }

  private void take(Channel via, Key key, Frame.Beacon beacon) {
    if (!node.host().trusted()) {
      Optional<SessionRecord> session = node.host().sessions().find(beacon.session());
      if (session.isEmpty()) {
        if (unknown.size() < MAX_PER_LINK) {
          unknown.add(new Unknown(via, beacon));
        }
        return;
      }
      if (!isGenuine(session.get(), key.repository(), beacon)) {
        node.warn("a beacon in %s is not %s's".formatted(key.repository(), key.session().brief()));
        return;
      }
    }
    if (brought.getOrDefault(via, 0) < MAX_PER_LINK) {
      put(key, new Word(with(beacon, beacon.hops() + 1, beacon.signature()), via));
    }
  }

  private boolean isGenuine(SessionRecord record, RepositoryPath repository, Frame.Beacon beacon) {
    Session session = record.session();
    byte[] message = signed(node.host().keys().database(), repository, beacon);
    return !node.isOver(session)
        && record.key().verifies(message, beacon.signature().toByteArray())
        && node.host().store(repository, session) instanceof SyncHost.StoreAnswer.Open;
  }

  private void put(Key key, Word word) {
    Word before = words.put(key, word);
    count(before, -1);
    count(word, 1);
    boolean isNews = before == null || !before.beacon().content().equals(word.beacon().content());
    if (isNews) {
      node.host().present(key.repository(), key.session(), key.topic(), word.beacon().content());
    }
    node.tellBeacon(key, word.via());
  }

  private void remove(Key key, Word word) {
    words.remove(key);
    count(word, -1);
    gone.put(key, word.beacon().sequence());
    node.host().present(key.repository(), key.session(), key.topic(), Optional.empty());
    node.tellBeacon(key, word.via());
  }

  private void count(@Nullable Word word, int more) {
    Channel via = word == null ? null : word.via();
    if (via != null) {
      brought.merge(via, more, Integer::sum);
    }
  }

  /// {@return what to send about a key over a channel: the word, or that it is gone; nothing if the
  /// channel brought it}
  Optional<Frame.Beacon> frame(Key key, Channel channel) {
    Word word = words.get(key);
    if (word == null) {
      long sequence = Math.max(0, gone.getOrDefault(key, 0L));
      return Optional.of(
          new Frame.Beacon(
              channel.number(),
              key.session(),
              key.topic(),
              sequence,
              0,
              Optional.empty(),
              Value.Bytes.of()));
    }
    Frame.Beacon beacon = word.beacon();
    return word.via() == channel
        ? Optional.empty()
        : Optional.of(
            new Frame.Beacon(
                channel.number(),
                beacon.session(),
                beacon.topic(),
                beacon.sequence(),
                beacon.hops(),
                beacon.content(),
                beacon.signature()));
  }

  /// A channel is open on both sides: the other side hears of everybody. This process's own words
  /// get new numbers, or the other side would take them for what it has forgotten.
  void onOpened(Channel channel) {
    RepositoryPath path = channel.store().path();
    for (Key key : List.copyOf(words.keySet())) {
      Word word = words.get(key);
      if (word != null && word.via() != null && key.repository().equals(path)) {
        channel.tell(key);
      }
    }
    Map.copyOf(own)
        .forEach((about, content) -> {
          if (about.repository().equals(path)) {
            announce(about, content);
          }
        });
  }

  /// A channel ended: what it brought is gone, and may come back by another one.
  void onEnded(Channel channel) {
    unknown.removeIf(one -> one.via() == channel);
    if (brought.remove(channel) == null) {
      return;
    }
    for (Key key : List.copyOf(words.keySet())) {
      Word word = words.get(key);
      if (word != null && word.via() == channel) {
        remove(key, word);
        gone.remove(key);
      }
    }
    brought.remove(channel);
  }

  /// More sessions are known than before.
  void onSessionsChanged() {
    List<Unknown> waiting = List.copyOf(unknown);
    unknown.clear();
    for (Unknown one : waiting) {
      Key key = new Key(one.via().store().path(), one.beacon().session(), one.beacon().topic());
      if (!isOld(key, words.get(key), one.beacon())) {
        take(one.via(), key, one.beacon());
      }
    }
  }
}
