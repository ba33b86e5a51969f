package dev.goatdb.core.sync;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.codec.CborWriter;
import dev.goatdb.core.codec.CodecException;
import dev.goatdb.core.codec.Sha256;
import dev.goatdb.core.trust.KeyRing;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds out who is at the other side of a link, and whether the two can talk.
///
/// Both sides send HELLO at once. The connector then signs role and both HELLOs, the acceptor
/// answers in kind after it has seen that signature. Since the signed bytes hold both nonces, the
/// role and everything said in HELLO, a signature cannot be replayed, nor reflected to its maker,
/// and neither version nor features can be talked down by somebody in between.
final class Handshake {

  /// The version of this protocol.
  static final int VERSION = 1;

  private static final byte[] AUTH_TAG = Sha256.tag("goatdb/sync/auth/1");
  private static final byte[] HELLO_TAG = Sha256.tag("goatdb/sync/hellos/1");
  private static final int NONCE_BYTES = 16;
  private static final int MAX_CLOCK_DIFFERENCE_MILLIS = 600_000;

  private final SyncHost host;
  private final boolean connector;
  private final String address;
  private final Optional<CommitId> pin;
  private final KeyRing keys;
  private final Frame.Hello mine;
  private final byte[] mineBytes;
  private Frame.@Nullable Hello theirs;
  private @Nullable CommitId hellos;
  private Value.Bytes theirBytes = Value.Bytes.of();
  private Value.Bytes theirSignature = Value.Bytes.of();

  /// @param host knows the keys
  /// @param limits what is told to the other side
  /// @param connector whether this side opened the link
  /// @param address the other side; its fragment is the database id that a connector insists on
  /// @param binding what secures the link, as its end here sees it; empty if nothing does
  /// @throws IllegalArgumentException if the fragment is no id
  Handshake(SyncHost host, Limits limits, boolean connector, URI address, Value.Bytes binding) {
    this.host = host;
    this.connector = connector;
    this.address = withoutFragment(address);
    this.pin = connector ? pin(address) : Optional.empty();
    this.keys = host.keys();
    byte[] nonce = new byte[NONCE_BYTES];
    host.random(nonce);
    this.mine =
        new Frame.Hello(
            VERSION,
            VERSION,
            List.of(),
            List.of(),
            limits.frameBytes(),
            limits.windowBytes(),
            Value.Bytes.of(nonce),
            Math.max(0, host.now()),
            host.trusted(),
            keys.isClaimed(),
            keys.root(),
            keys.session().publicKey(),
            keys.createdMillis(),
            binding);
    this.mineBytes = FrameWriter.encode(mine);
  }

  private static String withoutFragment(URI address) {
    String text = address.toString();
    int hash = text.indexOf('#');
    return hash < 0 ? text : text.substring(0, hash);
  }

  /// {@return the database id that an address insists on}
  static Optional<CommitId> pin(URI address) {
    String fragment = address.getFragment();
    return fragment == null || fragment.isEmpty()
        ? Optional.empty()
        : Optional.of(CommitId.parse(fragment));
  }

  /// {@return the bytes of this side's HELLO}
  byte[] hello() {
    return mineBytes.clone();
  }

  /// {@return the other side's HELLO}
  Frame.Hello peer() {
    Frame.Hello hello = theirs;
    if (hello == null) {
      throw new IllegalStateException("no HELLO has come yet");
    }
    return hello;
  }

  /// {@return the hash of both HELLOs, the connector's first}
  CommitId hellos() {
    CommitId hash = hellos;
    if (hash == null) {
      throw new IllegalStateException("no HELLO has come yet");
    }
    return hash;
  }

  /// {@return whether the other side is the root session}
  boolean isPeerRoot() {
    return peer().session().equals(peer().root());
  }

  /// Takes the other side's HELLO.
  ///
  /// @param bytes the frame as it came
  /// @param hello the same, decoded
  /// @throws ProtocolException if the two cannot talk
  void onHello(byte[] bytes, Frame.Hello hello) throws ProtocolException {
    checkVersion(hello);
    if (hello.frameBytes() < Limits.MIN_FRAME_BYTES || hello.windowBytes() < 1) {
      throw new ProtocolException(
          ByeCode.LIMIT, "frames or window of the other side are too small");
    }
    if (!hello.root().isSafe() || !hello.session().isSafe()) {
      throw new ProtocolException(
          ByeCode.AUTH, "a key of the other side is not a safe Ed25519 key");
    }
    checkBinding(hello);
    checkTrusted(hello);
    if (connector) {
      checkDatabase(hello);
    } else {
      checkConnector(hello);
    }
    if (connector && Math.abs(hello.time() - mine.time()) > MAX_CLOCK_DIFFERENCE_MILLIS) {
      long minutes = (hello.time() - mine.time()) / 60_000;
      host.warn(
          "the clock of %s differs from the one here by %d minutes".formatted(address, minutes));
    }
    theirs = hello;
    theirBytes = Value.Bytes.of(bytes);
    hellos = connector ? hash(mineBytes, bytes) : hash(bytes, mineBytes);
  }

  private static CommitId hash(byte[] connectorHello, byte[] acceptorHello) {
    CborWriter both = new CborWriter(512);
    both.bytes(connectorHello).bytes(acceptorHello);
    return Sha256.hash(HELLO_TAG, both);
  }

  private void checkVersion(Frame.Hello hello) throws ProtocolException {
    if (hello.minVersion() > VERSION || hello.maxVersion() < VERSION) {
      throw new ProtocolException(
          ByeCode.VERSION,
          "%s speaks versions %d to %d of the protocol, this side speaks %d"
              .formatted(address, hello.minVersion(), hello.maxVersion(), VERSION));
    }
    if (!hello.critical().isEmpty()) {
      throw new ProtocolException(
          ByeCode.VERSION, "%s asks for unknown features %s".formatted(address, hello.critical()));
    }
  }

  /// A side that says nothing stands behind a proxy that ends the encryption, or is not encrypted.
  private void checkBinding(Frame.Hello hello) throws ProtocolException {
    boolean isKnown = mine.binding().size() > 0 && hello.binding().size() > 0;
    if (isKnown && !mine.binding().equals(hello.binding())) {
      throw new ProtocolException(
          ByeCode.AUTH, "somebody else's certificate stands between this side and " + address);
    }
  }

  private void checkTrusted(Frame.Hello hello) throws ProtocolException {
    if (hello.trusted() != mine.trusted()) {
      String text =
          hello.trusted()
              ? "%s is in trusted mode (no signatures), %s is not. Open both in the same mode."
              : "%s is not in trusted mode, %s is (no signatures). Open both in the same mode.";
      throw new ProtocolException(ByeCode.TRUSTED, text.formatted(address, host.place()));
    }
  }

  private void checkDatabase(Frame.Hello hello) throws ProtocolException {
    CommitId served = hello.root().hash();
    if (pin.isPresent() && !pin.get().equals(served)) {
      throw new ProtocolException(
          ByeCode.FOREIGN,
          "%s serves database %s…, but its address asks for %s…. Check the address."
              .formatted(address, served.brief(), pin.get().brief()));
    }
    if (!hello.claimed()) {
      throw new ProtocolException(ByeCode.FOREIGN, address + " serves a database without an owner");
    }
    requireSameDatabase(keys, hello);
  }

  private void requireSameDatabase(KeyRing now, Frame.Hello hello) throws ProtocolException {
    if (now.isClaimed() && !now.root().equals(hello.root())) {
      throw new ProtocolException(
          ByeCode.FOREIGN,
          "%s serves database %s…; %s is database %s…. Two databases cannot become one: start the client in an empty directory."
              .formatted(
                  address, hello.root().hash().brief(), host.place(), now.database().brief()));
    }
  }

  private void checkConnector(Frame.Hello hello) throws ProtocolException {
    if (!mine.claimed()) {
      throw new ProtocolException(ByeCode.FOREIGN, "this database has no owner yet");
    }
    if (hello.claimed() && !hello.root().equals(keys.root())) {
      throw new ProtocolException(
          ByeCode.FOREIGN,
          "this is database %s…, the other side is database %s…. Two databases cannot become one: start the client in an empty directory."
              .formatted(keys.database().brief(), hello.root().hash().brief()));
    }
  }

  /// {@return this side's proof}
  Frame.Auth auth() {
    return new Frame.Auth(Value.Bytes.of(keys.session().sign(message(connector, hellos()))));
  }

  /// Takes the other side's proof.
  ///
  /// @throws ProtocolException if it does not hold
  void onAuth(Frame.Auth auth) throws ProtocolException {
    byte[] message = message(!connector, hellos());
    if (!peer().session().verifies(message, auth.signature().toByteArray())) {
      throw new ProtocolException(
          ByeCode.AUTH, address + " does not hold the key of the session that it claims to be");
    }
    theirSignature = auth.signature();
  }

  private static byte[] message(boolean byConnector, CommitId hellos) {
    CborWriter out = new CborWriter(96);
    out.raw(AUTH_TAG).unsigned(byConnector ? 0 : 1).id(hellos);
    return out.toByteArray();
  }

  /// {@return this handshake as a proof for others that the connector holds its key}
  Frame.Introduce introduction() {
    return new Frame.Introduce(theirBytes, Value.Bytes.of(mineBytes), theirSignature);
  }

  /// {@return what a newcomer said of itself, in a handshake with another peer of this database}
  ///
  /// @throws ProtocolException if that proves nothing
  static Frame.Hello introduced(Frame.Introduce introduction, KeyRing keys)
      throws ProtocolException {
    byte[] connector = introduction.connectorHello().toByteArray();
    byte[] acceptor = introduction.acceptorHello().toByteArray();
    byte[] message = message(true, hash(connector, acceptor));
    boolean isProven =
        hello(connector) instanceof Frame.Hello newcomer
            && hello(acceptor) instanceof Frame.Hello introducer
            && introducer.root().equals(keys.root())
            && newcomer.session().isSafe()
            && newcomer.session().verifies(message, introduction.signature().toByteArray());
    if (!isProven) {
      throw new ProtocolException(ByeCode.AUTH, "an introduction that proves nothing");
    }
    return (Frame.Hello) hello(connector);
  }

  private static Frame hello(byte[] frame) throws ProtocolException {
    try {
      return FrameReader.decode(frame)
          .orElseThrow(() -> new ProtocolException(ByeCode.MALFORMED, "no HELLO"));
    } catch (CodecException e) {
      throw new ProtocolException(ByeCode.MALFORMED, String.valueOf(e.getMessage()));
    }
  }

  /// {@return whether this side has to take the other side's root now}
  ///
  /// @throws ProtocolException if it took another one in the meantime
  boolean mustAdopt() throws ProtocolException {
    if (!connector) {
      return false;
    }
    KeyRing now = host.keys();
    requireSameDatabase(now, peer());
    if (!now.isClaimed() && pin.isEmpty()) {
      host.warn(
          "%s serves database %s; trusted on first use, since the address ends in no #<database id>"
              .formatted(address, peer().root().hash()));
    }
    return !now.isClaimed();
  }
}
