package dev.goatdb.core.repository;

import dev.goatdb.api.commit.Commit;
import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.error.GoatDbException;
import dev.goatdb.api.spi.storage.CommitLog;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.codec.Body;
import dev.goatdb.core.codec.BundleCodec;
import dev.goatdb.core.codec.CodecException;
import dev.goatdb.core.codec.CommitCodec;
import dev.goatdb.core.codec.CommitRecord;
import dev.goatdb.core.codec.State;
import dev.goatdb.core.graph.Node;
import dev.goatdb.core.run.Rest.Move;
import dev.goatdb.core.state.Materializer;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads commits and bundles back from the log, to show and to send them. Any thread.
final class Bodies {

  /// Who lists a repository goes from bundle to bundle, and a storage may have to unpack a thousand
  /// entries to look at one.
  private static final int READ_AHEAD = 4096;

  /// The names of successive entries by their positions; lost ones are missing. They do not change.
  private record Names(long from, long end, Map<Long, CommitId> ids) {}

  private final RepositoryPath path;
  private final CommitLog log;
  private final BundleIndex bundles;
  private final Materializer materializer;
  private volatile @Nullable Names lately;

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

  /// {@return where a commit of the graph lies} That is known as long as it is a head, or young;
  /// else the log is looked through.
  OptionalLong position(CommitId id, ItemTable items) {
    Optional<Node> node = facts(id).flatMap(commit -> items.node(items.entry(commit.key()), id));
    if (node.isPresent() && node.get().position < 0) {
      return find(id);
    }
    return node.isEmpty() ? OptionalLong.empty() : OptionalLong.of(node.get().position);
  }

  private OptionalLong find(CommitId id) {
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
  /// @throws GoatDbException.Storage if the log cannot be read
  List<CommitId> members(int index) {
    try {
      return List.copyOf(carried(index, new ArrayList<>()));
    } catch (IOException e) {
      throw new GoatDbException.Storage(
          path + ": bundle " + index + " cannot be read: " + e.getMessage(), e);
    }
  }

  /// {@return the commits that belong to a bundle}
  ///
  /// @param index the bundle
  /// @param here gets the commits that lie before it and fill its slots, in order
  private Set<CommitId> carried(int index, List<CommitId> here) throws IOException {
    Set<CommitId> carried = new LinkedHashSet<>();
    long end = bundles.position(index);
    for (long position = bundles.first(index); position < end; position++) {
      CommitId id = id(position);
      int owner = bundles.indexOf(position);
      if (id != null && owner != BundleIndex.NOBODYS) {
        here.add(id);
      }
      if (id != null && owner == index) {
        carried.add(id);
      }
    }
    for (Move move : bundles.movedTo(index)) {
      for (long position = move.first(); position <= move.last(); position++) {
        CommitId id = bundles.isBundle(position) ? null : id(position);
        if (id != null) {
          carried.add(id);
        }
      }
    }
    return carried;
  }

  /// {@return the name of the entry at a position, or null if that was lost}
  private @Nullable CommitId id(long position) throws IOException {
    Names names = lately;
    if (names == null || position < names.from() || position >= names.end()) {
      names = names(position);
      lately = names;
    }
    return names.ids().get(position);
  }

  private Names names(long from) throws IOException {
    long end = Math.min(from + READ_AHEAD, log.size());
    Map<Long, CommitId> ids = new HashMap<>();
    log.scan(from, end, (position, entry) -> ids.put(position, entry.id()));
    return new Names(from, end, ids);
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
