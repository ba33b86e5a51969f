package dev.goatdb.transport.ws;

import java.security.SecureRandom;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/// A TLS context of one connection that remembers the engine it made. The JDK's WebSocket does not
/// show its TLS session, and the channel binding needs the certificate in it.
final class RecordingContext extends SSLContext {

  private final Spi spi;

  private RecordingContext(Spi spi) {
    super(spi, spi.real.getProvider(), spi.real.getProtocol());
    this.spi = spi;
  }

  static RecordingContext over(SSLContext real) {
    return new RecordingContext(new Spi(real));
  }

  /// {@return the session of the engine that was made last}
  Optional<SSLSession> session() {
    return Optional.ofNullable(spi.last).map(SSLEngine::getSession);
  }

  /// Hands everything on.
  private static final class Spi extends SSLContextSpi {

    private final SSLContext real;
    private volatile @Nullable SSLEngine last;

    Spi(SSLContext real) {
      this.real = real;
    }

    @Override
    protected void engineInit(
        KeyManager @Nullable [] keys,
        TrustManager @Nullable [] trust,
        @Nullable SecureRandom chance) {
      throw new UnsupportedOperationException("this context is ready");
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
      return real.getSocketFactory();
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
      return real.getServerSocketFactory();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
      return remember(real.createSSLEngine());
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
      return remember(real.createSSLEngine(host, port));
    }

    private SSLEngine remember(SSLEngine engine) {
      last = engine;
      return engine;
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
      return real.getServerSessionContext();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
      return real.getClientSessionContext();
    }
  }
}
