package dev.goatdb.testkit.sim;

import dev.goatdb.api.spi.runtime.Env;
import dev.goatdb.api.spi.transport.CloseReason;
import dev.goatdb.api.spi.transport.Endpoint;
import dev.goatdb.api.spi.transport.FrameHandler;
import dev.goatdb.api.spi.transport.Link;
import dev.goatdb.api.spi.transport.TransportProvider;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// The transport of a peer that keeps to no rules: what it sends is changed, cut, said twice, left
/// out, made up, or something that it said or heard before, on this link or an earlier one. One
/// thread.
final class Garbling implements TransportProvider {

  /// One frame in so many is not what it should be.
  private static final int ONE_IN = 6;

  private static final int REMEMBERED = 64;
  private static final int MOST_MADE_UP = 200;

  private final TransportProvider transport;
  private final RandomGenerator chance;
  private final List<byte[]> remembered = new ArrayList<>();
  private boolean isCalm;

  Garbling(TransportProvider transport, RandomGenerator chance) {
    this.transport = transport;
    this.chance = chance;
  }

  /// Keeps to the rules from now on.
  void calmDown() {
    isCalm = true;
  }

  @Override
  public String name() {
    return transport.name();
  }

  @Override
  public boolean serves(String scheme) {
    return transport.serves(scheme);
  }

  @Override
  public CompletableFuture<Link> connect(URI address, FrameHandler handler, Env env) {
    return transport.connect(address, new Ear(handler), env);
  }

  @Override
  public Endpoint listen(URI address, Supplier<FrameHandler> handlers, Env env) throws IOException {
    return transport.listen(address, () -> new Ear(handlers.get()), env);
  }

  private void remember(byte[] frame) {
    if (remembered.size() == REMEMBERED) {
      remembered.set(chance.nextInt(REMEMBERED), frame);
    } else {
      remembered.add(frame);
    }
  }

  /// {@return what is sent instead of a frame}
  private List<byte[]> garbled(byte[] frame) {
    byte[] old = remembered.get(chance.nextInt(remembered.size()));
    return switch (chance.nextInt(8)) {
      case 0 -> List.of(changed(frame));
      case 1 -> List.of(changed(old));
      case 2 -> List.of(Arrays.copyOf(frame, 1 + chance.nextInt(frame.length)));
      case 3 -> List.of(frame, frame);
      case 4 -> List.of();
      case 5 -> List.of(madeUp(), frame);
      default -> List.of(old, frame);
    };
  }

  private byte[] changed(byte[] frame) {
    byte[] changed = frame.clone();
    for (int i = chance.nextInt(3); i >= 0; i--) {
      changed[chance.nextInt(changed.length)] ^= (byte) (1 << chance.nextInt(8));
    }
    return changed;
  }

  private byte[] madeUp() {
    byte[] bytes = new byte[1 + chance.nextInt(MOST_MADE_UP)];
    chance.nextBytes(bytes);
    bytes[0] = (byte) chance.nextInt(34);
    return bytes;
  }

  /// Hears what the other side says.
  private final class Ear implements FrameHandler {
    private final FrameHandler handler;

    Ear(FrameHandler handler) {
      this.handler = handler;
    }

    @Override
    public void onOpen(Link link) {
      handler.onOpen(new Mouth(link));
    }

    @Override
    public void onFrame(Link link, MemorySegment frame) {
      remember(frame.toArray(ValueLayout.JAVA_BYTE));
      handler.onFrame(link, frame);
    }

    @Override
    public void onWritable(Link link) {
      handler.onWritable(link);
    }

    @Override
    public void onClosed(Link link, CloseReason reason) {
      handler.onClosed(link, reason);
    }
  }

  /// Says something else than it is told to.
  private final class Mouth implements Link {
    private final Link link;

    Mouth(Link link) {
      this.link = link;
    }

    @Override
    public boolean send(MemorySegment frame) {
      byte[] bytes = frame.toArray(ValueLayout.JAVA_BYTE);
      remember(bytes);
      if (isCalm || chance.nextInt(ONE_IN) > 0) {
        return link.send(frame);
      }
      boolean isTaken = true;
      for (byte[] other : garbled(bytes)) {
        isTaken = link.send(MemorySegment.ofArray(other));
      }
      return isTaken;
    }

    @Override
    public URI remote() {
      return link.remote();
    }

    @Override
    public Optional<MemorySegment> channelBinding() {
      return link.channelBinding();
    }

    @Override
    public void request(int frames) {
      link.request(frames);
    }

    @Override
    public void close(CloseReason reason) {
      link.close(reason);
    }
  }
}
