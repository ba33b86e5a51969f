package dev.goatdb.core.repository;

import dev.goatdb.api.commit.Commit;
import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.spi.storage.CommitLog;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.codec.Body;
import dev.goatdb.core.codec.Bundle;
import dev.goatdb.core.codec.BundleCodec;
import dev.goatdb.core.codec.CodecException;
import dev.goatdb.core.codec.CommitCodec;
import dev.goatdb.core.codec.CommitRecord;
import dev.goatdb.core.codec.State;
import dev.goatdb.core.graph.Node;
import dev.goatdb.core.state.Materializer;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
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

  /// {@return the commits that a bundle brought and still carries}
  List<CommitId> members(int index) {
    return bundles.at(index).nodes().stream()
        .filter(node -> node.bundle == index)
        .map(Node::id)
        .toList();
  }

  /// {@return a bundle as it is sent; nothing if that cannot be, since a commit of it was lost}
  Optional<BundleCodec.Sent> read(int index, boolean full) throws IOException {
    BundleIndex.Ref ref = bundles.at(index);
    List<CommitId> members = members(index);
    Optional<MemorySegment> bytes = log.read(ref.id());
    if (members.isEmpty() || bytes.isEmpty() || !ref.isWhole()) {
      return Optional.empty();
    }
    try {
      Bundle bundle = BundleCodec.decodeStored(array(bytes.get())).bundle();
      return Optional.of(new BundleCodec.Sent(bundle, slots(ref, members, full)));
    } catch (CodecException e) {
      throw new IOException(path + ": bundle " + ref.id() + ": " + e.getMessage(), e);
    }
  }

  /// A body that cannot be read is sent as its name alone; another peer will have it.
  private List<BundleCodec.Slot> slots(BundleIndex.Ref ref, List<CommitId> members, boolean full)
      throws IOException, CodecException {
    Set<CommitId> carried = new HashSet<>(members);
    List<BundleCodec.Slot> slots = new ArrayList<>();
    for (CommitId id : ref.slots()) {
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
