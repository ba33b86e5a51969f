package dev.goatdb.transport.ws;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/// A WebSocket client without manners: it speaks to a server byte by byte.
final class RawSocket implements AutoCloseable {

  private final Socket socket;

  RawSocket(URI address) throws IOException {
    socket = new Socket(address.getHost(), address.getPort());
    socket.setSoTimeout(20_000);
  }

  /// Makes the handshake.
  RawSocket upgraded() throws IOException {
    String answer =
        ask(
            "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Protocol: goatdb\r\n\r\n");
    if (!answer.startsWith("HTTP/1.1 101")) {
      throw new IOException(answer);
    }
    return this;
  }

  /// Sends a request and reads the head of the answer.
  String ask(String request) throws IOException {
    write(request.getBytes(StandardCharsets.US_ASCII));
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      head.append((char) readByte());
    }
    return head.toString();
  }

  /// Sends a WebSocket frame whose mask is zero.
  void send(int firstByte, byte[] payload) throws IOException {
    int size = payload.length;
    if (size < 126) {
      write(new byte[] {(byte) firstByte, (byte) (0x80 | size), 0, 0, 0, 0});
    } else {
      write(
          new byte[] {
            (byte) firstByte,
            (byte) 0xFF,
            0,
            0,
            0,
            0,
            (byte) (size >> 24),
            (byte) (size >> 16),
            (byte) (size >> 8),
            (byte) size,
            0,
            0,
            0,
            0
          });
    }
    write(payload);
  }

  void write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  int readByte() throws IOException {
    InputStream in = socket.getInputStream();
    int next = in.read();
    if (next < 0) {
      throw new IOException("the server closed the connection");
    }
    return next;
  }

  /// Reads a short unmasked frame.
  ///
  /// @return its first byte and its payload
  byte[] readFrame() throws IOException {
    int first = readByte();
    byte[] frame = new byte[1 + readByte()];
    frame[0] = (byte) first;
    for (int i = 1; i < frame.length; i++) {
      frame[i] = (byte) readByte();
    }
    return frame;
  }

  /// Drops the connection with a reset, as a killed process or a cut wire does.
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /// Ends the connection in the middle, as a process that is asked to stop does.
  void end() throws IOException {
    socket.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
