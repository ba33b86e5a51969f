package dev.goatdb.transport.ws;

import dev.goatdb.api.spi.runtime.Env;
import dev.goatdb.api.spi.transport.Endpoint;
import dev.goatdb.api.spi.transport.FrameHandler;
import dev.goatdb.api.spi.transport.Link;
import dev.goatdb.api.spi.transport.TransportProvider;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// WebSockets, for addresses such as `ws://host:port` and `wss://host:port`. Immutable; any thread.
///
/// As found by the service loader it connects to both, trusting the certificates that the JDK
/// trusts, and listens on `ws`. To listen on `wss` it needs a key store.
public final class WsTransportProvider implements TransportProvider {

  private final @Nullable KeyStoreFile keyStore;
  private final @Nullable SSLContext trust;

  /// Makes a provider without a certificate of its own.
  public WsTransportProvider() {
    this(null, null);
  }

  private WsTransportProvider(@Nullable KeyStoreFile keyStore, @Nullable SSLContext trust) {
    this.keyStore = keyStore;
    this.trust = trust;
  }

  /// {@return a provider that listens on `wss` with a certificate}
  ///
  /// @param file a PKCS12 key store with one key and its certificate chain, read at each `listen`
  /// @param password opens the store and the key in it
  public WsTransportProvider withKeyStore(Path file, char[] password) {
    return new WsTransportProvider(new KeyStoreFile(file, password), trust);
  }

  /// {@return a provider that connects to `wss` with other trust than the JDK's}
  ///
  /// @param context decides which servers are trusted
  public WsTransportProvider withTrust(SSLContext context) {
    return new WsTransportProvider(keyStore, context);
  }

  @Override
  public String name() {
    return "ws";
  }

  @Override
  public boolean serves(String scheme) {
    return scheme.equals("ws") || scheme.equals("wss");
  }

  @Override
  public CompletableFuture<Link> connect(URI address, FrameHandler handler, Env env) {
    return new WsConnector(address, handler, env).connect(trust);
  }

  @Override
  public Endpoint listen(URI address, Supplier<FrameHandler> handlers, Env env) throws IOException {
    if (address.getHost() == null) {
      throw new IOException("cannot listen on " + address + ": no host; use ws://host:port");
    }
    if (!"wss".equals(address.getScheme())) {
      return WsEndpoint.open(address, null, handlers, env);
    }
    if (keyStore == null) {
      throw new IOException(
          "cannot listen on " + address + ": no certificate; give a key store, or use ws");
    }
    return WsEndpoint.open(address, keyStore.open(), handlers, env);
  }
}
