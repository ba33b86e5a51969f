package dev.goatdb.core.codec;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Bundles and their bytes.
///
/// In a log a bundle follows its commits: `[header, signature, salt, {slot: id}]`. The commits
/// since the bundle before it fill the slots in order; the map names the slots that they do not
/// fill, because the commit was there already or was refused.
///
/// In a frame a bundle carries its commits: `[header, signature, salt, [slot…]]`, a slot being the
/// bytes of a commit or, where the sender does not have it, its id.
public final class BundleCodec {

  /// Longest signature, in bytes.
  private static final int MAX_SIGNATURE = 64;

  /// A bundle as it stands in a log.
  ///
  /// @param bundle the bundle
  /// @param elsewhere the slots that the commits before it do not fill
  public record Stored(Bundle bundle, SortedMap<Integer, CommitId> elsewhere) {}

  /// A slot of a bundle in a frame.
  public sealed interface Slot {
    /// A commit that is there.
    ///
    /// @param packed its bytes
    record Carried(Value.Bytes packed) implements Slot {}

    /// A commit that is not.
    ///
    /// @param id its name
    record Named(CommitId id) implements Slot {}
  }

  /// A bundle as it stands in a frame.
  ///
  /// @param bundle the bundle
  /// @param slots one for each commit
  public record Sent(Bundle bundle, List<Slot> slots) {}

  private BundleCodec() {}

  /// {@return the bytes of a bundle in a log}
  public static byte[] encode(Stored stored) {
    CborWriter out = new CborWriter(512);
    writeBundle(out, stored.bundle());
    out.map(stored.elsewhere().size());
    stored.elsewhere().forEach((slot, id) -> out.unsigned(slot).id(id));
    return out.toByteArray();
  }

  /// {@return the bundle of bytes in a log}
  public static Stored decodeStored(byte[] bytes) throws CodecException {
    CborReader in = new CborReader(bytes);
    Bundle bundle = readBundle(in);
    int entries = in.map();
    TreeMap<Integer, CommitId> elsewhere = new TreeMap<>();
    for (int i = 0; i < entries; i++) {
      int slot = in.unsigned(bundle.header().count() - 1, "slot");
      if (!elsewhere.isEmpty() && elsewhere.lastKey() >= slot) {
        throw in.error("slots are not in ascending order, or twice there");
      }
      elsewhere.put(slot, in.id());
    }
    in.requireEnd();
    return new Stored(bundle, elsewhere);
  }

  /// Writes a bundle into a frame.
  public static void write(CborWriter out, Sent sent) {
    writeBundle(out, sent.bundle());
    out.array(sent.slots().size());
    for (Slot slot : sent.slots()) {
      switch (slot) {
        case Slot.Carried(Value.Bytes packed) -> out.array(1).bytes(packed.toByteArray());
        case Slot.Named(CommitId id) -> out.id(id);
      }
    }
  }

  /// Reads a bundle from a frame.
  public static Sent readSent(CborReader in) throws CodecException {
    Bundle bundle = readBundle(in);
    int start = in.offset();
    int count = in.array();
    if (count != bundle.header().count()) {
      throw new CodecException(
          start, "expected " + bundle.header().count() + " slots, found " + count);
    }
    List<Slot> slots = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      slots.add(readSlot(in));
    }
    return new Sent(bundle, slots);
  }

  private static Slot readSlot(CborReader in) throws CodecException {
    if (in.peekMajor() == CborWriter.BYTES) {
      return new Slot.Named(in.id());
    }
    in.array(1);
    return new Slot.Carried(Value.Bytes.of(in.bytes()));
  }

  private static void writeBundle(CborWriter out, Bundle bundle) {
    out.array(4);
    bundle.header().write(out);
    out.bytes(bundle.signature().toByteArray()).bytes(bundle.salt().toByteArray());
  }

  private static Bundle readBundle(CborReader in) throws CodecException {
    in.array(4);
    BundleHeader header = BundleHeader.read(in);
    int start = in.offset();
    byte[] signature = in.bytes();
    if (signature.length > MAX_SIGNATURE) {
      throw new CodecException(start, "signature of " + signature.length + " bytes");
    }
    byte[] salt = in.bytes(BundleHeader.NONCE_BYTES);
    return Bundle.of(header, Value.Bytes.of(signature), Value.Bytes.of(salt));
  }
}
