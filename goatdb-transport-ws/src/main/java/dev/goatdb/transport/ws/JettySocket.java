package dev.goatdb.transport.ws;

import dev.goatdb.api.spi.transport.CloseReason;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.jspecify.annotations.Nullable;

/// An accepted WebSocket. Jetty calls the methods of its `FrameHandler` one at a time, [#onOpen]
/// first.
final class JettySocket implements FrameHandler, WsSocket {

  private final BiFunction<URI, WsSocket, WsLink> links;
  private final Optional<MemorySegment> channelBinding;
  private final AtomicBoolean pinging = new AtomicBoolean();
  private final AtomicBoolean ponging = new AtomicBoolean();
  private volatile @Nullable CoreSession session;
  private volatile @Nullable WsLink link;

  /// @param links makes the link when the socket is open
  /// @param channelBinding what both ends know of the TLS connection, if it is one
  JettySocket(BiFunction<URI, WsSocket, WsLink> links, Optional<MemorySegment> channelBinding) {
    this.links = links;
    this.channelBinding = channelBinding;
  }

  @Override
  public Optional<MemorySegment> channelBinding() {
    return channelBinding;
  }

  @Override
  public void onOpen(CoreSession opened, Callback callback) {
    session = opened;
    callback.succeeded();
    WsLink made = links.apply(remote(opened), this);
    link = made;
    made.opened();
  }

  private static URI remote(CoreSession session) {
    String scheme = session.isSecure() ? "wss" : "ws";
    if (session.getRemoteAddress() instanceof InetSocketAddress inet) {
      String host = inet.getAddress().getHostAddress();
      String literal = host.contains(":") ? "[" + host.replaceAll("%.*", "") + "]" : host;
      return URI.create(scheme + "://" + literal + ":" + inet.getPort());
    }
    return URI.create(scheme + "://unknown");
  }

  @Override
  public void onFrame(Frame frame, Callback callback) {
    WsLink target = link;
    if (target == null) {
      callback.succeeded();
      return;
    }
    switch (frame.getOpCode()) {
      case OpCode.BINARY, OpCode.CONTINUATION -> target.fragment(payloadOf(frame), frame.isFin());
      case OpCode.TEXT -> target.breach(CloseReason.PROTOCOL_ERROR, "a text message");
      case OpCode.CLOSE -> {
        CloseStatus status = CloseStatus.getCloseStatus(frame);
        String reason = status.getReason();
        target.closedByPeer(CloseCodes.meant(status.getCode()), reason == null ? "" : reason);
      }
      case OpCode.PING -> {
        target.heard();
        pong(payloadOf(frame));
        pull();
      }
      default -> {
        target.heard();
        pull();
      }
    }
    callback.succeeded();
  }

  private static ByteBuffer payloadOf(Frame frame) {
    ByteBuffer payload = frame.getPayload();
    return payload == null ? ByteBuffer.allocate(0) : payload;
  }

  /// Answers a ping, unless an answer is still under way: a peer cannot pile up answers that it
  /// does not read.
  private void pong(ByteBuffer payload) {
    if (ponging.compareAndSet(false, true)) {
      ByteBuffer copy = ByteBuffer.allocate(payload.remaining()).put(payload).flip();
      sendFrame(new Frame(OpCode.PONG, copy), () -> ponging.set(false));
    }
  }

  @Override
  public void onError(Throwable cause, Callback callback) {
    // Always followed by onClosed, which carries the cause.
    callback.succeeded();
  }

  @Override
  public void onClosed(CloseStatus status, Callback callback) {
    WsLink target = link;
    if (target != null) {
      Throwable cause = status.getCause();
      target.gone(cause == null ? "the other side went away without a word" : reasonOf(cause));
    }
    callback.succeeded();
  }

  private static String reasonOf(Throwable cause) {
    String message = cause.getMessage();
    return message == null ? "the connection broke" : "the connection broke: " + message;
  }

  @Override
  public void write(ByteBuffer message, Runnable done) {
    sendFrame(new Frame(OpCode.BINARY, true, message), done);
  }

  @Override
  public void ping() {
    if (pinging.compareAndSet(false, true)) {
      sendFrame(new Frame(OpCode.PING), () -> pinging.set(false));
    }
  }

  private void sendFrame(Frame frame, Runnable done) {
    // A failure closes the session, of which onClosed tells.
    open().sendFrame(frame, Callback.from(done), false);
  }

  @Override
  public void pull() {
    open().demand();
  }

  @Override
  public void sendClose(int code, String text) {
    open().close(code, text, Callback.NOOP);
  }

  @Override
  public void abort() {
    open().abort();
  }

  private CoreSession open() {
    CoreSession opened = session;
    if (opened == null) {
      throw new IllegalStateException("the WebSocket is not open yet");
    }
    return opened;
  }
}
