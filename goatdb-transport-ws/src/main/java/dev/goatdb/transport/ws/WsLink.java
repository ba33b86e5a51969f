package dev.goatdb.transport.ws;

import dev.goatdb.api.spi.runtime.Env;
import dev.goatdb.api.spi.transport.CloseReason;
import dev.goatdb.api.spi.transport.FrameHandler;
import dev.goatdb.api.spi.transport.Link;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// One connection, accepted or made. Any thread.
///
/// The link *ends* once, for its handler: by [#close(CloseReason)], by the other side's word, or
/// because the connection broke. The socket is *gone* later: what is under way goes out first, then
/// the closing handshake. In between, what still arrives is read and dropped, so that the other
/// side's word is heard.
///
/// The state is guarded by this object's lock, which is never held while the socket or the handler
/// is called.
final class WsLink implements Link {

  private static final System.Logger LOG = System.getLogger("dev.goatdb.transport.ws");

  private final URI remote;
  private final FrameHandler handler;
  private final Env env;
  private final Turns turns;
  private final CompletableFuture<WsLink> gone = new CompletableFuture<>();
  private final Assembly assembly = new Assembly();
  private final WsSocket socket;
  private @Nullable CloseReason ended;
  private boolean endedHere;
  private boolean closeSent;
  private long bytesUnderWay;
  private boolean refused;
  private long demand;
  private byte @Nullable [] readAhead;
  private boolean pulling;
  private long lastHeard;
  private Env.@Nullable Timer timer;

  WsLink(URI remote, FrameHandler handler, Env env, Executor executor, WsSocket socket) {
    this.remote = remote;
    this.handler = handler;
    this.env = env;
    this.turns = new Turns(executor);
    this.socket = socket;
  }

  /// {@return completes when the socket is gone}
  CompletableFuture<WsLink> gone() {
    return gone;
  }

  @Override
  public URI remote() {
    return remote;
  }

  @Override
  public Optional<MemorySegment> channelBinding() {
    return socket.channelBinding();
  }

  @Override
  public boolean send(MemorySegment frame) {
    long size = frame.byteSize();
    if (size < 1 || size > MAX_FRAME_BYTES) {
      throw new IllegalArgumentException(
          "a frame has 1 to " + MAX_FRAME_BYTES + " bytes, not " + size);
    }
    synchronized (this) {
      if (ended != null) {
        return false;
      }
      if (bytesUnderWay >= WsLimits.MAX_BYTES_UNDER_WAY) {
        refused = true;
        return false;
      }
      bytesUnderWay += size;
    }
    byte[] bytes = frame.toArray(ValueLayout.JAVA_BYTE);
    socket.write(ByteBuffer.wrap(bytes), () -> written(size));
    return true;
  }

  private void written(long size) {
    boolean writable;
    CloseReason reason;
    synchronized (this) {
      bytesUnderWay -= size;
      boolean room = bytesUnderWay <= WsLimits.MAX_BYTES_UNDER_WAY / 2;
      writable = refused && room && ended == null;
      refused = refused && !room;
      reason = takeCloseToSend();
    }
    if (writable) {
      turns.runElsewhere(this::tellWritable);
    }
    if (reason != null) {
      socket.sendClose(reason.code(), CloseCodes.shortened(reason.text()));
    }
  }

  private void tellWritable() {
    if (!isEnded()) {
      tell(() -> handler.onWritable(this));
    }
  }

  @Override
  public void request(int frames) {
    if (frames < 1) {
      throw new IllegalArgumentException("at least one frame can be requested, not " + frames);
    }
    byte[] frame;
    synchronized (this) {
      demand += frames;
      frame = readAhead;
      if (frame == null) {
        return;
      }
      readAhead = null;
      demand--;
    }
    turns.runElsewhere(() -> deliver(frame));
  }

  @Override
  public void close(CloseReason reason) {
    CloseCodes.requireSendable(reason.code());
    CloseReason toSend;
    synchronized (this) {
      if (ended != null) {
        return;
      }
      ended = reason;
      endedHere = true;
      readAhead = null;
      toSend = takeCloseToSend();
      restartTimer(env.after(WsLimits.CLOSE_TIMEOUT, this::giveUp));
    }
    turns.runElsewhere(() -> tell(() -> handler.onClosed(this, reason)));
    if (reason.code() == CloseReason.LOST) {
      giveUp();
      return;
    }
    if (toSend != null) {
      socket.sendClose(toSend.code(), CloseCodes.shortened(toSend.text()));
    }
    pull();
  }

  /// The socket is open. Calls to the handler begin here, even if the link was closed before.
  void opened() {
    synchronized (this) {
      lastHeard = env.nanoTime();
      if (ended == null) {
        restartTimer(env.after(WsLimits.PING_INTERVAL, this::keepAlive));
      }
    }
    turns.start(() -> tell(() -> handler.onOpen(this)));
    pull();
  }

  /// The other side gave a sign of life.
  synchronized void heard() {
    lastHeard = env.nanoTime();
  }

  /// A fragment that was pulled has come. One thread at a time.
  void fragment(ByteBuffer data, boolean last) {
    synchronized (this) {
      pulling = false;
      lastHeard = env.nanoTime();
    }
    if (isEnded()) {
      pull();
      return;
    }
    if (!assembly.add(data)) {
      breach(CloseReason.TOO_BIG, "a frame of more than " + MAX_FRAME_BYTES + " bytes");
    } else if (!last) {
      pull();
    } else {
      arrived(assembly.finish());
    }
  }

  private void arrived(byte[] frame) {
    if (frame.length == 0) {
      breach(CloseReason.PROTOCOL_ERROR, "an empty frame");
      return;
    }
    synchronized (this) {
      if (ended == null && demand == 0) {
        readAhead = frame;
        return;
      }
      demand--;
    }
    turns.runHere(() -> deliver(frame));
  }

  private void deliver(byte[] frame) {
    boolean wanted;
    synchronized (this) {
      wanted = !endedHere;
    }
    if (wanted) {
      MemorySegment bytes = MemorySegment.ofArray(frame).asReadOnly();
      tell(() -> handler.onFrame(this, bytes));
    }
    pull();
  }

  /// The other side does what it must not, by what was pulled.
  void breach(int code, String text) {
    synchronized (this) {
      pulling = false;
    }
    close(new CloseReason(code, text));
    pull();
  }

  /// The other side closed the link.
  void closedByPeer(int code, String text) {
    end(new CloseReason(code, text));
  }

  /// The socket is closed, whoever did it. Idempotent.
  void gone(String why) {
    end(new CloseReason(CloseReason.LOST, why));
    synchronized (this) {
      restartTimer(null);
    }
    gone.complete(this);
  }

  private void end(CloseReason reason) {
    synchronized (this) {
      if (ended != null) {
        return;
      }
      ended = reason;
      readAhead = null;
      closeSent = true;
      restartTimer(env.after(WsLimits.CLOSE_TIMEOUT, this::giveUp));
    }
    turns.runElsewhere(() -> tell(() -> handler.onClosed(this, reason)));
  }

  /// A handler that throws loses its link, and is reported: frames that it did not take cannot be
  /// given to it again.
  private void tell(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "the handler of the link to " + remote + " failed", e);
      end(new CloseReason(CloseReason.LOST, "the handler failed: " + e));
      socket.abort();
    }
  }

  private void giveUp() {
    socket.abort();
    gone("the connection was cut");
  }

  private void keepAlive() {
    boolean silent;
    synchronized (this) {
      if (ended != null) {
        return;
      }
      // A link that does not read cannot hear; it still pings, so that the other side hears of it.
      silent = pulling && env.nanoTime() - lastHeard > WsLimits.SILENCE_TIMEOUT.toNanos();
      restartTimer(env.after(WsLimits.PING_INTERVAL, this::keepAlive));
    }
    if (silent) {
      String why = "nothing heard for " + WsLimits.SILENCE_TIMEOUT.toSeconds() + " seconds";
      // Said before the abort, which tells the link only that the connection broke.
      end(new CloseReason(CloseReason.LOST, why));
      giveUp();
    } else {
      socket.ping();
    }
  }

  private void pull() {
    synchronized (this) {
      if (pulling || readAhead != null) {
        return;
      }
      pulling = true;
    }
    socket.pull();
  }

  private synchronized boolean isEnded() {
    return ended != null;
  }

  /// {@return the reason to send now, once: when the link was ended here and nothing is under way
  /// any more}
  private @Nullable CloseReason takeCloseToSend() {
    CloseReason reason = ended;
    boolean due = endedHere && !closeSent && bytesUnderWay == 0;
    if (reason == null || !due || reason.code() == CloseReason.LOST) {
      return null;
    }
    closeSent = true;
    return reason;
  }

  private void restartTimer(Env.@Nullable Timer next) {
    if (timer != null) {
      timer.cancel();
    }
    timer = next;
  }
}
