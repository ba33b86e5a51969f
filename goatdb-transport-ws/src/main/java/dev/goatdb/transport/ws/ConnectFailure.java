package dev.goatdb.transport.ws;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.WebSocketHandshakeException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Says in one line what the library's exceptions mean: what failed, where, and what to do.
final class ConnectFailure {

  private ConnectFailure() {}

  static IOException of(URI address, Throwable failure) {
    return new IOException(
        "cannot connect to " + address + ": " + explain(address, failure), failure);
  }

  private static String explain(URI address, Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String known = known(address, cause);
      if (known != null) {
        return known;
      }
    }
    return failure.getMessage()
        + "; the server there may not speak "
        + (address.getScheme().equals("ws") ? "HTTP (for TLS use wss)" : "TLS (without it use ws)");
  }

  private static @Nullable String known(URI address, Throwable cause) {
    return switch (cause) {
      case UnresolvedAddressException e -> unknownHost(address);
      case UnknownHostException e -> unknownHost(address);
      case ConnectException e when e.getCause() == null ->
          "the connection was refused; check host and port, and that the server runs";
      case WebSocketHandshakeException e ->
          "the server answered HTTP "
              + e.getResponse().statusCode()
              + ", so it is no GoatDB server, or not at this path; check the address";
      case SSLException e -> tls(e);
      case IllegalArgumentException e -> e.getMessage() + "; write ws://host:port";
      default -> null;
    };
  }

  private static String unknownHost(URI address) {
    return "unknown host " + address.getHost() + "; check the name";
  }

  private static String tls(SSLException failure) {
    String message = String.valueOf(failure.getMessage());
    if (message.contains("PKIX")
        || message.contains("certificate")
        || message.contains("subject")) {
      return "the server's certificate is not trusted ("
          + message
          + "); check the host name, or trust the certificate";
    }
    return "TLS failed (" + message + "); if the server has no certificate use ws";
  }
}
