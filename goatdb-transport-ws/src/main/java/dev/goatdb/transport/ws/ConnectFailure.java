package dev.goatdb.transport.ws;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.WebSocketHandshakeException;
import java.nio.channels.UnresolvedAddressException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;

/// Says in one line what the library's exceptions mean: what failed, where, and what to do.
final class ConnectFailure {

  private ConnectFailure() {}

  static IOException of(URI address, Throwable failure) {
    return new IOException(
        "cannot connect to " + address + ": " + explain(address, failure), failure);
  }

  private static String explain(URI address, Throwable failure) {
    // The library wraps an unknown host into a refused connection, so causes go first.
    List<Throwable> chain = new ArrayList<>();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      chain.addFirst(cause);
    }
    return chain.stream()
        .flatMap(cause -> known(address, cause).stream())
        .findFirst()
        .orElseGet(() -> unknown(address, failure));
  }

  private static Optional<String> known(URI address, Throwable cause) {
    return Optional.ofNullable(
        switch (cause) {
          case UnresolvedAddressException e -> unknownHost(address);
          case UnknownHostException e -> unknownHost(address);
          case ConnectException e ->
              "the connection was refused; check host and port, and that the server runs";
          case NoRouteToHostException e -> "no route to the host; check the network";
          case WebSocketHandshakeException e ->
              "the server answered HTTP "
                  + e.getResponse().statusCode()
                  + ", so it is no GoatDB server, or not at this path; check the address";
          case SSLException e -> tls(e);
          case IllegalArgumentException e -> e.getMessage() + "; write ws://host:port";
          default -> null;
        });
  }

  private static String unknown(URI address, Throwable failure) {
    return failure.getMessage()
        + "; the server there may not speak "
        + ("wss".equals(address.getScheme())
            ? "TLS (without it use ws)"
            : "HTTP (for TLS use wss)");
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
