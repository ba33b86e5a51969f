package dev.goatdb.core.repository;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.SessionId;
import dev.goatdb.api.spi.storage.CommitLog;
import dev.goatdb.api.spi.storage.Entry;
import dev.goatdb.core.codec.BundleCodec;
import dev.goatdb.core.codec.BundleHeader;
import dev.goatdb.core.codec.CodecException;
import dev.goatdb.core.run.Rest.By;
import dev.goatdb.core.run.Rest.Move;
import dev.goatdb.core.run.Runs;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Where the bundles of a repository lie, in the order of the log, and which commit belongs to
/// which. Bundles are numbered; numbers stay.
///
/// A commit belongs to the first bundle behind it. Where that is not so, a *move* says so: commits
/// that were signed once more, commits of a bundle that was damaged and came again, commits that
/// are in the log and in no bundle.
///
/// Thread rule: the writer adds; any thread asks.
final class BundleIndex {

  /// Belongs to no bundle: was never acknowledged, or cannot be read.
  static final int NOBODYS = -1;

  /// Fills a slot of the bundle behind it, but the commit was there already.
  static final int REPEATED = -2;

  /// Replaced when runs cover more; behind their bundles come those of the tail.
  private Runs runs = Runs.NONE;

  private long[] tail = new long[16];
  private volatile int size;

  /// By the position of the first commit.
  private final TreeMap<Long, Move> moves = new TreeMap<>();

  private final List<Move> newMoves = new ArrayList<>();

  /// Where the bundles lie of which a commit was lost.
  private final Map<CommitId, List<Integer>> damaged = new HashMap<>();

  /// How many commits each session signed for each database.
  private final Map<By, Long> signed = new LinkedHashMap<>();

  /// Begins with what runs say.
  synchronized void restore(Runs from) {
    runs = from;
    size = from.bundles();
    from.rest().moves().forEach(this::apply);
    from.rest().damaged().forEach((id, indexes) -> damaged.put(id, new ArrayList<>(indexes)));
    signed.putAll(from.rest().signed());
  }

  /// Lets runs that cover more take the place of a part of the tail.
  synchronized void install(Runs next) {
    int covered = next.bundles() - runs.bundles();
    tail = Arrays.copyOfRange(tail, covered, Math.max(covered + 16, tail.length));
    runs = next;
  }

  /// A bundle that is added.
  ///
  /// @param id its name
  /// @param position where it lies
  /// @param members how many commits before it fill slots of it
  /// @param attached how many of them are in the graph because of it
  /// @param isWhole whether the ids of all slots are known; they are not where a commit was lost
  /// @param by who signed it
  record Added(CommitId id, long position, int members, int attached, boolean isWhole, By by) {}

  /// Adds a bundle. If it is one of which a commit was lost, and that comes now, the others move to
  /// where all slots are known: they can be sent again.
  synchronized void add(Added added) {
    int index = size;
    long before = index == 0 ? -1 : position(index - 1);
    long first = added.position() - added.members();
    if (first > before + 1) {
      move(new Move(before + 1, first - 1, NOBODYS));
    }
    append(added.position());
    count(added.by(), added.attached());
    if (!added.isWhole()) {
      damaged.computeIfAbsent(added.id(), id -> new ArrayList<>()).add(index);
      return;
    }
    List<Integer> earlier = damaged.remove(added.id());
    if (earlier != null) {
      earlier.forEach(old -> moveAll(old, index));
    }
  }

  private void append(long position) {
    int at = size - runs.bundles();
    if (at == tail.length) {
      tail = Arrays.copyOf(tail, 2 * at);
    }
    tail[at] = position;
    size = size + 1;
  }

  /// Moves what still belongs to a bundle, of those that lie before it.
  private void moveAll(int from, int to) {
    long last = position(from) - 1;
    for (long at = first(from); at <= last; at++) {
      if (indexOf(at) == from) {
        move(new Move(at, at, to));
      }
    }
  }

  private void count(By by, long commits) {
    if (commits != 0) {
      signed.merge(by, commits, Long::sum);
    }
  }

  /// Lets commits belong to another bundle than the one behind them, or to none.
  synchronized void move(Move move) {
    apply(move);
    newMoves.add(move);
  }

  /// Counts commits that were signed once more.
  synchronized void recount(By from, By to, int commits) {
    count(from, -commits);
    count(to, commits);
  }

  /// A move lies over those before it.
  private void apply(Move move) {
    Map.Entry<Long, Move> lower = moves.lowerEntry(move.first());
    if (lower != null && lower.getValue().last() >= move.first()) {
      Move old = lower.getValue();
      moves.put(old.first(), new Move(old.first(), move.first() - 1, old.target()));
      if (old.last() > move.last()) {
        moves.put(move.last() + 1, new Move(move.last() + 1, old.last(), old.target()));
      }
    }
    Map<Long, Move> covered = moves.subMap(move.first(), true, move.last(), true);
    Move last = covered.isEmpty() ? null : moves.floorEntry(move.last()).getValue();
    covered.clear();
    if (last != null && last.last() > move.last()) {
      moves.put(move.last() + 1, new Move(move.last() + 1, last.last(), last.target()));
    }
    moves.put(move.first(), move);
  }

  /// {@return who signed a bundle}
  static By by(BundleHeader header) {
    return new By(header.database(), header.session());
  }

  /// {@return who signed the bundle at a position}
  ///
  /// @param log the log
  /// @param position where the bundle lies
  /// @throws IOException if it cannot be read
  static By signerOf(CommitLog log, long position) throws IOException {
    Entry bundle =
        log.entry(position)
            .orElseThrow(() -> new IOException("the bundle at entry " + position + " is lost"));
    try {
      byte[] bytes = bundle.bytes().toArray(ValueLayout.JAVA_BYTE);
      return by(BundleCodec.decodeStored(bytes).bundle().header());
    } catch (CodecException e) {
      throw new IOException("bundle " + bundle.id() + ": " + e.getMessage(), e);
    }
  }

  /// {@return the number of bundles}
  int size() {
    return size;
  }

  /// {@return where a bundle lies}
  ///
  /// @throws IndexOutOfBoundsException if there is none of this index
  synchronized long position(int index) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException(index);
    }
    return index < runs.bundles() ? runs.bundle(index) : tail[index - runs.bundles()];
  }

  /// {@return the position behind the bundle before a bundle}
  long first(int index) {
    return index == 0 ? 0 : position(index - 1) + 1;
  }

  /// {@return the position behind the last bundle}
  long end() {
    return first(size);
  }

  /// {@return the index of the bundle that a commit belongs to, or [#NOBODYS], or [#REPEATED]}
  ///
  /// @param position where the commit lies
  synchronized int indexOf(long position) {
    Map.Entry<Long, Move> move = moves.floorEntry(position);
    if (move != null && move.getValue().last() >= position) {
      return move.getValue().target();
    }
    int behind = behind(position);
    return behind < size ? behind : NOBODYS;
  }

  /// {@return the index of the first bundle behind a position, or the number of bundles}
  synchronized int behind(long position) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (position(middle) > position) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /// {@return whether an entry is a bundle}
  synchronized boolean isBundle(long position) {
    int at = behind(position - 1);
    return at < size && position(at) == position;
  }

  /// {@return what was moved to a bundle, in the order of the log}
  synchronized List<Move> movedTo(int index) {
    return moves.isEmpty()
        ? List.of()
        : moves.values().stream().filter(move -> move.target() == index).toList();
  }

  /// {@return whether the newest bundle of a commit of a session was signed for another database}
  /// Those of others are not this process's to sign again.
  synchronized boolean anyOutside(CommitId database, SessionId session) {
    return signed.entrySet().stream()
        .filter(entry -> entry.getValue() > 0)
        .map(Map.Entry::getKey)
        .anyMatch(by -> by.session().equals(session) && !by.database().equals(database));
  }

  /// {@return how many commits each session signed for each database, by their newest bundles}
  synchronized Map<By, Long> signed() {
    Map<By, Long> present = new LinkedHashMap<>(signed);
    present.values().removeIf(count -> count <= 0);
    return Collections.unmodifiableMap(present);
  }

  /// {@return the bundles of which a commit was lost}
  synchronized Map<CommitId, List<Integer>> damaged() {
    Map<CommitId, List<Integer>> copy = new LinkedHashMap<>();
    damaged.forEach((id, indexes) -> copy.put(id, List.copyOf(indexes)));
    return copy;
  }

  /// {@return the moves since this was asked last}
  synchronized List<Move> takeMoves() {
    List<Move> taken = List.copyOf(newMoves);
    newMoves.clear();
    return taken;
  }

  /// Gives back what was taken in vain.
  synchronized void giveBack(List<Move> taken) {
    newMoves.addAll(0, taken);
  }

  /// {@return the positions of the bundles that no run covers}
  synchronized long[] uncovered() {
    return Arrays.copyOf(tail, size - runs.bundles());
  }
}
