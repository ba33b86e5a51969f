package dev.goatdb.transport.ws;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/// Where a server's key and certificate are.
final class KeyStoreFile {

  private final Path file;
  private final char[] password;

  KeyStoreFile(Path file, char[] password) {
    this.file = file;
    this.password = password.clone();
  }

  /// Reads the key store.
  SslContextFactory.Server open() throws IOException {
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setKeyStore(load());
    tls.setKeyStorePassword(new String(password));
    return tls;
  }

  private KeyStore load() throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, password);
      return store;
    } catch (NoSuchFileException e) {
      throw new IOException("cannot read key store " + file + ": no such file; check the path", e);
    } catch (IOException | GeneralSecurityException e) {
      throw new IOException(
          "cannot read key store " + file + ": " + e.getMessage() + "; check file and password", e);
    }
  }
}
