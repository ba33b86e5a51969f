package dev.goatdb.core.repository;

import dev.goatdb.api.commit.Commit;
import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.spi.storage.CommitLog;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.codec.Body;
import dev.goatdb.core.codec.BundleCodec;
import dev.goatdb.core.codec.CodecException;
import dev.goatdb.core.codec.CommitCodec;
import dev.goatdb.core.codec.CommitRecord;
import dev.goatdb.core.codec.State;
import dev.goatdb.core.run.Rest.Move;
import dev.goatdb.core.state.Materializer;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Reads commits and bundles back from the log, to show and to send them. Any thread.
final class Bodies {

  private final RepositoryPath path;
  private final CommitLog log;
  private final BundleIndex bundles;
  private final Materializer materializer;

  Bodies(RepositoryPath path, CommitLog log, BundleIndex bundles, Materializer materializer) {
    this.path = path;
    this.log = log;
    this.bundles = bundles;
    this.materializer = materializer;
  }

  /// {@return the facts of a commit, or nothing if it is not in the log or cannot be read}
  Optional<Commit> facts(CommitId id) {
    try {
      Optional<MemorySegment> bytes = log.read(id);
      return bytes.isEmpty()
          ? Optional.empty()
          : Optional.of(CommitCodec.decodeFacts(array(bytes.get()), path, id));
    } catch (IOException | CodecException e) {
      return Optional.empty();
    }
  }

  /// {@return where a commit lies, looked for in all of the log}
  OptionalLong find(CommitId id) {
    long[] found = {-1};
    try {
      log.scan(
          0,
          (position, entry) -> {
            if (entry.id().equals(id) && bundles.indexOf(position) >= 0) {
              found[0] = position;
            }
          });
    } catch (IOException e) {
      // Nobody can say that a peer has it.
      return OptionalLong.empty();
    }
    return found[0] < 0 ? OptionalLong.empty() : OptionalLong.of(found[0]);
  }

  /// {@return the commits that a bundle brought and still carries}
  ///
  /// @throws IOException if the log cannot be read
  List<CommitId> members(int index) throws IOException {
    return List.copyOf(carried(index, new ArrayList<>()));
  }

  /// {@return the commits that belong to a bundle}
  ///
  /// @param index the bundle
  /// @param here gets the commits that lie before it and fill its slots, in order
  private Set<CommitId> carried(int index, List<CommitId> here) throws IOException {
    Set<CommitId> carried = new LinkedHashSet<>();
    log.scan(
        bundles.first(index),
        bundles.position(index),
        (position, entry) -> {
          int owner = bundles.indexOf(position);
          if (owner != BundleIndex.NOBODYS) {
            here.add(entry.id());
          }
          if (owner == index) {
            carried.add(entry.id());
          }
        });
    for (Move move : bundles.movedTo(index)) {
      log.scan(
          move.first(),
          move.last() + 1,
          (position, entry) -> {
            if (!bundles.isBundle(position)) {
              carried.add(entry.id());
            }
          });
    }
    return carried;
  }

  /// {@return a bundle as it is sent; nothing if that cannot be, since a commit of it was lost}
  Optional<BundleCodec.Sent> read(int index, boolean full) throws IOException {
    List<CommitId> here = new ArrayList<>();
    Set<CommitId> carried = carried(index, here);
    Optional<MemorySegment> bytes = log.entry(bundles.position(index)).map(entry -> entry.bytes());
    if (carried.isEmpty() || bytes.isEmpty()) {
      return Optional.empty();
    }
    try {
      BundleCodec.Stored stored = BundleCodec.decodeStored(array(bytes.get()));
      List<CommitId> names = slots(stored, here);
      return names.size() < stored.bundle().header().count()
          ? Optional.empty()
          : Optional.of(new BundleCodec.Sent(stored.bundle(), slots(names, carried, full)));
    } catch (CodecException e) {
      throw new IOException(path + ": bundle " + index + ": " + e.getMessage(), e);
    }
  }

  /// {@return the ids of a bundle's slots, in order; fewer than there are slots where one is not
  /// known}
  ///
  /// @param stored the bundle
  /// @param members the commits before it that fill its slots, in order
  static List<CommitId> slots(BundleCodec.Stored stored, List<CommitId> members) {
    List<CommitId> slots = new ArrayList<>(stored.bundle().header().count());
    Iterator<CommitId> here = members.iterator();
    for (int slot = 0; slot < stored.bundle().header().count(); slot++) {
      CommitId elsewhere = stored.elsewhere().get(slot);
      if (elsewhere != null) {
        slots.add(elsewhere);
      } else if (here.hasNext()) {
        slots.add(here.next());
      }
    }
    return slots;
  }

  /// A body that cannot be read is sent as its name alone; another peer will have it.
  private List<BundleCodec.Slot> slots(List<CommitId> names, Set<CommitId> carried, boolean full)
      throws IOException, CodecException {
    List<BundleCodec.Slot> slots = new ArrayList<>();
    for (CommitId id : names) {
      Optional<byte[]> body = carried.contains(id) ? body(id, full) : Optional.empty();
      slots.add(
          body.<BundleCodec.Slot>map(b -> new BundleCodec.Slot.Carried(Value.Bytes.of(b)))
              .orElseGet(() -> new BundleCodec.Slot.Named(id)));
    }
    return slots;
  }

  private Optional<byte[]> body(CommitId id, boolean full) throws IOException, CodecException {
    return full ? fullBody(id) : log.read(id).map(Bodies::array);
  }

  private Optional<byte[]> fullBody(CommitId id) throws IOException, CodecException {
    Optional<CommitRecord> commit = materializer.record(id);
    if (commit.isEmpty()) {
      return Optional.empty();
    }
    CommitRecord record = commit.get();
    State state = materializer.stateOf(record);
    CommitRecord whole =
        new CommitRecord(record.id(), record.header(), new Body.Full(state), record.edits());
    return Optional.of(CommitCodec.encode(whole));
  }

  private static byte[] array(MemorySegment segment) {
    return segment.toArray(ValueLayout.JAVA_BYTE);
  }
}
