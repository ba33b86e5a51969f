package dev.goatdb.transport.ws;

import dev.goatdb.api.spi.transport.CloseReason;
import java.lang.foreign.MemorySegment;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A WebSocket of the JDK's client, which allows one message under way at a time: those that follow
/// wait here. How many bytes wait is bounded by the link.
final class JdkSocket implements WsSocket {

  private final WebSocket webSocket;
  private final Optional<MemorySegment> channelBinding;
  private final ArrayDeque<Message> waiting = new ArrayDeque<>();
  private final AtomicBoolean pinging = new AtomicBoolean();
  private boolean sending;

  JdkSocket(WebSocket webSocket, Optional<MemorySegment> channelBinding) {
    this.webSocket = webSocket;
    this.channelBinding = channelBinding;
  }

  @Override
  public Optional<MemorySegment> channelBinding() {
    return channelBinding;
  }

  @Override
  public void write(ByteBuffer message, Runnable done) {
    synchronized (this) {
      waiting.add(new Message(message, done));
      if (sending) {
        return;
      }
      sending = true;
    }
    sendWaiting();
  }

  private void sendWaiting() {
    for (Message message = next(); message != null; message = next()) {
      CompletableFuture<WebSocket> sent = webSocket.sendBinary(message.bytes(), true);
      Message current = message;
      if (!sent.isDone()) {
        sent.whenComplete((socket, failure) -> {
          finished(current, failure != null);
          sendWaiting();
        });
        return;
      }
      // A loop instead of the callback's recursion: many small messages may be done at once.
      finished(current, sent.isCompletedExceptionally());
    }
  }

  private synchronized @Nullable Message next() {
    Message message = waiting.poll();
    sending = message != null;
    return message;
  }

  private void finished(Message message, boolean failed) {
    if (failed) {
      // The library tells its listener, and so the link, of a broken connection; this only makes
      // sure that it is.
      webSocket.abort();
    }
    message.done().run();
  }

  @Override
  public void ping() {
    if (pinging.compareAndSet(false, true)) {
      webSocket
          .sendPing(ByteBuffer.allocate(0))
          .whenComplete((socket, failure) -> pinging.set(false));
    }
  }

  @Override
  public void pull() {
    webSocket.request(1);
  }

  @Override
  public void sendClose(int code, String text) {
    webSocket
        .sendClose(CloseCodes.fromClient(code), text)
        .whenComplete((socket, failure) -> {
          if (failure != null) {
            webSocket.abort();
          }
        });
  }

  @Override
  public void abort() {
    webSocket.abort();
  }

  /// A message that waits for its turn.
  private record Message(ByteBuffer bytes, Runnable done) {}

  /// What the library tells of a socket, handed on to its link.
  static final class Listener implements WebSocket.Listener {

    private final WsConnector connector;
    private volatile @Nullable WsLink link;

    Listener(WsConnector connector) {
      this.connector = connector;
    }

    @Override
    public void onOpen(WebSocket webSocket) {
      WsLink made = connector.accept(webSocket);
      link = made;
      if (made == null) {
        webSocket.abort();
      } else {
        made.opened();
        connector.succeed(made);
      }
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(
        WebSocket webSocket, ByteBuffer data, boolean last) {
      WsLink target = link;
      if (target != null) {
        target.fragment(data, last);
      }
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onText(
        WebSocket webSocket, CharSequence data, boolean last) {
      WsLink target = link;
      if (target != null) {
        target.breach(CloseReason.PROTOCOL_ERROR, "a text message");
      }
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket webSocket, ByteBuffer message) {
      return heard(webSocket);
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket webSocket, ByteBuffer message) {
      return heard(webSocket);
    }

    private @Nullable CompletionStage<?> heard(WebSocket webSocket) {
      WsLink target = link;
      if (target != null) {
        target.heard();
      }
      webSocket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(
        WebSocket webSocket, int statusCode, String reason) {
      WsLink target = link;
      if (target == null) {
        return null;
      }
      if (statusCode == CloseReason.LOST) {
        target.gone("the other side went away without a word");
      } else {
        target.closedByPeer(CloseCodes.meant(statusCode), reason);
        target.gone("closed");
      }
      return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
      WsLink target = link;
      if (target != null) {
        target.gone("the connection broke: " + error.getMessage());
      }
    }
  }
}
