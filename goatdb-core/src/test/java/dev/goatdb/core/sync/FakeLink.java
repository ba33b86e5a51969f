package dev.goatdb.core.sync;

import dev.goatdb.api.spi.transport.CloseReason;
import dev.goatdb.api.spi.transport.Link;
import dev.goatdb.api.value.Value;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One end of a link in memory.
final class FakeLink implements Link {

  final World world;
  final FakeHost owner;
  final String remote;
  final ArrayDeque<byte[]> inbox = new ArrayDeque<>();
  final List<byte[]> sentFrames = new ArrayList<>();
  final List<LinkEvent> events = new ArrayList<>();
  int capacity;
  boolean isStalled;
  boolean wasFull;
  int requested;
  long sentBytes;
  @Nullable CloseReason closed;
  @Nullable CloseReason closing;
  private @Nullable FakeLink other;
  private @Nullable LinkHandle handle;

  private final Value.@Nullable Bytes binding;

  FakeLink(World world, FakeHost owner, String remote) {
    this.binding = world.bindings.poll();
    this.world = world;
    this.capacity = world.capacity;
    this.owner = owner;
    this.remote = remote;
    world.ends.add(this);
  }

  void join(FakeLink far) {
    other = far;
    far.other = this;
  }

  FakeLink other() {
    return java.util.Objects.requireNonNull(other);
  }

  LinkHandle handle() {
    return java.util.Objects.requireNonNull(handle);
  }

  void connect(String fragment) {
    URI address = URI.create("mem://" + remote + (fragment.isEmpty() ? "" : "/#" + fragment));
    handle = owner.node.connected(this, address, events::add);
  }

  void accept() {
    handle = owner.node.accepted(this);
  }

  boolean canDeliver() {
    boolean isFrame = requested > 0 && !inbox.isEmpty();
    return handle != null && !isStalled && closed == null && (isFrame || closing != null);
  }

  void deliver() {
    CloseReason end = closing;
    if (end != null && (inbox.isEmpty() || requested == 0)) {
      cut(end);
      return;
    }
    requested--;
    byte[] frame = inbox.removeFirst();
    FakeLink sender = other();
    if (sender.wasFull && inbox.size() <= capacity / 2) {
      sender.wasFull = false;
      sender.owner.events.add(() -> sender.owner.node.onWritable(sender.handle()));
    }
    owner.node.onFrame(handle(), frame);
  }

  @Override
  public URI remote() {
    return URI.create("mem://" + remote);
  }

  @Override
  public Optional<MemorySegment> channelBinding() {
    return Optional.ofNullable(binding).map(bytes -> MemorySegment.ofArray(bytes.toByteArray()));
  }

  @Override
  public boolean send(MemorySegment frame) {
    if (closed != null) {
      return false;
    }
    if (other().inbox.size() >= capacity) {
      wasFull = true;
      return false;
    }
    byte[] bytes = frame.toArray(ValueLayout.JAVA_BYTE);
    sentFrames.add(bytes);
    sentBytes += bytes.length;
    other().inbox.add(bytes);
    return true;
  }

  @Override
  public void request(int frames) {
    requested += frames;
  }

  /// Frames sent before arrive, or are lost if the world is lossy: what a transport may do at
  /// worst.
  @Override
  public void close(CloseReason reason) {
    cut(reason);
    if (world.isLossy) {
      other().cut(reason);
    } else {
      other().closing = reason;
    }
  }

  void cut(CloseReason reason) {
    if (closed == null) {
      closed = reason;
      if (handle == null) {
        return;
      }
      owner.events.add(() -> owner.node.onClosed(handle(), reason));
    }
  }

  boolean isOnline() {
    return events.contains(new LinkEvent.Online());
  }

  LinkEvent.Refused refused() {
    return events.stream()
        .filter(LinkEvent.Refused.class::isInstance)
        .map(LinkEvent.Refused.class::cast)
        .findFirst()
        .orElseThrow(() -> new AssertionError("not refused: " + events));
  }

  /// The frames of a type among those sent after a point.
  List<Frame> sent(Class<? extends Frame> type) {
    List<Frame> found = new ArrayList<>();
    for (byte[] bytes : sentFrames) {
      try {
        Optional<Frame> frame = FrameReader.decode(bytes);
        frame.filter(type::isInstance).ifPresent(found::add);
      } catch (dev.goatdb.core.codec.CodecException e) {
        throw new AssertionError(e);
      }
    }
    return found;
  }
}
