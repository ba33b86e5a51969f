package dev.goatdb.transport.ws;

import java.lang.foreign.MemorySegment;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;

/// The SHA-256 of a server's certificate in DER, as both ends of a TLS connection see it.
final class ChannelBinding {

  private ChannelBinding() {}

  /// {@return what the connecting side sees}
  static Optional<MemorySegment> ofServerSeenIn(SSLSession session) throws SSLException {
    return of(session.getPeerCertificates());
  }

  /// {@return what the accepting side presented}
  static Optional<MemorySegment> ofServerItself(SSLSession session) throws SSLException {
    Certificate[] presented = session.getLocalCertificates();
    return presented == null ? Optional.empty() : of(presented);
  }

  private static Optional<MemorySegment> of(Certificate[] chain) throws SSLException {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(chain[0].getEncoded());
      return Optional.of(MemorySegment.ofArray(hash).asReadOnly());
    } catch (GeneralSecurityException e) {
      throw new SSLException("the server's certificate cannot be hashed", e);
    }
  }
}
