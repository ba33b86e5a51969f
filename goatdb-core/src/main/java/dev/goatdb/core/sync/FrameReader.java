package dev.goatdb.core.sync;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.commit.SessionId;
import dev.goatdb.api.error.Refusal;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.codec.BundleCodec;
import dev.goatdb.core.codec.CanonicalCbor;
import dev.goatdb.core.codec.CborReader;
import dev.goatdb.core.codec.CodecException;
import dev.goatdb.core.trust.PublicKey;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Bytes to frames. Refuses what is not canonical, and allocates no more than what remains of the
/// frame could fill.
///
/// After the fields a frame may go on with a map from numbers to values, room for later versions:
/// an even number may be skipped, an odd one must be known.
final class FrameReader {

  private static final int HEAD_BYTES = 2;
  private static final int MAP_MAJOR = 5;
  private static final int MAX_FEATURES = 64;
  private static final int MAX_NACKS = 1 << 16;
  private static final int MAX_CHANNEL = (1 << 24) - 1;
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 16;
  private static final int MAX_HELLO = 4096;
  private static final int MAX_BINDING = 64;

  private final CborReader in;

  private FrameReader(byte[] frame) {
    this.in = new CborReader(frame, HEAD_BYTES, frame.length - HEAD_BYTES);
  }

  /// {@return the frame of bytes, or nothing if it is one that may be skipped}
  ///
  /// @throws CodecException if it is not of this protocol
  static Optional<Frame> decode(byte[] frame) throws CodecException {
    if (frame.length < HEAD_BYTES) {
      throw new CodecException(frame.length, "a frame has a type and flags");
    }
    int number = frame[0] & 0xff;
    if (FrameType.isSkippable(number)) {
      return Optional.empty();
    }
    FrameType type = FrameType.of(number);
    if (frame[1] != 0) {
      throw new CodecException(1, "unknown flags " + (frame[1] & 0xff));
    }
    FrameReader reader = new FrameReader(frame);
    Frame decoded = reader.read(type);
    reader.skipExtensions();
    return Optional.of(decoded);
  }

  private Frame read(FrameType type) throws CodecException {
    return switch (type) {
      case HELLO -> hello();
      case AUTH -> new Frame.Auth(Value.Bytes.of(in.bytes(2 * KEY_BYTES)));
      case BYE -> {
        ByeCode code = ByeCode.of(in.unsigned());
        yield new Frame.Bye(code, in.unsigned(Integer.MAX_VALUE, "offset"), text());
      }
      case INTRODUCE ->
          new Frame.Introduce(handshake(), handshake(), Value.Bytes.of(in.bytes(2 * KEY_BYTES)));
      case REFUSED -> new Frame.Refused(channel(), in.id(), refusal());
      case OPEN -> new Frame.Open(channel(), path(), count(), in.id());
      case ACCEPT -> new Frame.Accept(channel(), mode(), count(), in.id());
      case CLOSE -> new Frame.Close(channel());
      case DIGEST -> new Frame.Digest(channel(), in.unsigned(), in.bool(), count(), in.id());
      case LIST ->
          new Frame.Listing(channel(), number("round"), number("page"), in.bool(), shortIds());
      case WANT ->
          new Frame.Want(channel(), number("round"), number("page"), in.bool(), shortIds());
      case COMMITS -> commits();
      case NEED_BASE -> needBase();
      case ACK -> ack();
      case NACK -> nack();
      case BEACON -> beacon();
    };
  }

  private void skipExtensions() throws CodecException {
    if (in.atEnd()) {
      return;
    }
    int entries = in.map();
    long previous = -1;
    for (int i = 0; i < entries; i++) {
      int start = in.offset();
      int number = in.unsigned(Integer.MAX_VALUE, "extension");
      if (number <= previous) {
        throw new CodecException(start, "extensions are not in ascending order");
      }
      if ((number & 1) == 1) {
        throw new CodecException(start, "unknown critical extension " + number);
      }
      previous = number;
      CanonicalCbor.read(in);
    }
    in.requireEnd();
  }

  private Frame hello() throws CodecException {
    int start = in.offset();
    if (!in.text().equals(FrameWriter.MAGIC)) {
      throw new CodecException(start, "the other side does not speak this protocol");
    }
    return new Frame.Hello(
        number("version"),
        number("version"),
        numbers(),
        numbers(),
        number("size of a frame"),
        number("window"),
        Value.Bytes.of(in.bytes(NONCE_BYTES)),
        count(),
        in.bool(),
        in.bool(),
        key(),
        key(),
        count(),
        binding());
  }

  private Value.Bytes handshake() throws CodecException {
    int start = in.offset();
    byte[] frame = in.bytes();
    if (frame.length > MAX_HELLO) {
      throw new CodecException(start, "a HELLO of " + frame.length + " bytes");
    }
    return Value.Bytes.of(frame);
  }

  private Value.Bytes binding() throws CodecException {
    int start = in.offset();
    byte[] binding = in.bytes();
    if (binding.length > MAX_BINDING) {
      throw new CodecException(start, "a channel binding of " + binding.length + " bytes");
    }
    return Value.Bytes.of(binding);
  }

  private Frame commits() throws CodecException {
    int channel = channel();
    List<BundleCodec.Sent> bundles = new ArrayList<>();
    do {
      int start = in.offset();
      BundleCodec.Sent sent = BundleCodec.readSent(in);
      if (sent.slots().isEmpty()) {
        throw new CodecException(start, "a bundle without commits");
      }
      bundles.add(sent);
    } while (!in.atEnd() && in.peekMajor() != MAP_MAJOR);
    return new Frame.Commits(channel, bundles);
  }

  private Frame needBase() throws CodecException {
    int channel = channel();
    int count = in.array();
    List<CommitId> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(in.id());
    }
    return new Frame.NeedBase(channel, ids);
  }

  private Frame ack() throws CodecException {
    int channel = channel();
    long received = count();
    int start = in.offset();
    long durable = in.integer();
    if (durable < -1 || durable > received) {
      throw new CodecException(start, "more frames durable than received");
    }
    return new Frame.Ack(channel, received, durable);
  }

  private Frame nack() throws CodecException {
    int channel = channel();
    long frame = count();
    int entries = in.array();
    if (entries == 0 || entries > MAX_NACKS) {
      throw in.error("a list of " + entries + " refusals");
    }
    List<Frame.Missing> missing = new ArrayList<>();
    for (int i = 0; i < entries; i++) {
      missing.add(missing());
    }
    return new Frame.Nack(channel, frame, missing);
  }

  private Frame beacon() throws CodecException {
    int channel = channel();
    SessionId session = in.session();
    String topic = text();
    long sequence = count();
    int hops = number("hops");
    int start = in.offset();
    int fields = in.array();
    if (fields > 2 || fields == 1) {
      throw new CodecException(start, "a beacon with " + fields + " parts");
    }
    return fields == 0
        ? new Frame.Beacon(
            channel, session, topic, sequence, hops, Optional.empty(), Value.Bytes.of())
        : new Frame.Beacon(
            channel,
            session,
            topic,
            sequence,
            hops,
            Optional.of(Value.Bytes.of(in.bytes())),
            Value.Bytes.of(in.bytes()));
  }

  private Frame.Missing missing() throws CodecException {
    int start = in.offset();
    int fields = in.array();
    int position = number("position");
    return switch (fields) {
      case 1 -> new Frame.Missing.Later(position);
      case 4 -> new Frame.Missing.Bundle(position, refusal());
      case 5 -> new Frame.Missing.Commit(position, in.id(), refusal());
      default -> throw new CodecException(start, "a refusal of " + fields + " fields");
    };
  }

  /// A reason of a later version is a reason all the same.
  private Refusal refusal() throws CodecException {
    Refusal.Reason[] reasons = Refusal.Reason.values();
    long number = in.unsigned();
    Refusal.Reason reason =
        number >= 0 && number < reasons.length ? reasons[(int) number] : Refusal.Reason.UNSUPPORTED;
    return new Refusal(reason, text(), text());
  }

  private String text() throws CodecException {
    int start = in.offset();
    String text = in.text();
    if (text.length() > FrameWriter.MAX_TEXT) {
      throw new CodecException(start, "text of " + text.length() + " characters");
    }
    return text;
  }

  private int channel() throws CodecException {
    return in.unsigned(MAX_CHANNEL, "channel");
  }

  private int number(String what) throws CodecException {
    return in.unsigned(Integer.MAX_VALUE, what);
  }

  private long count() throws CodecException {
    int start = in.offset();
    long count = in.unsigned();
    if (count < 0) {
      throw new CodecException(start, "number out of range");
    }
    return count;
  }

  private Frame.Mode mode() throws CodecException {
    return Frame.Mode.values()[in.unsigned(Frame.Mode.values().length - 1, "mode")];
  }

  private PublicKey key() throws CodecException {
    return new PublicKey(Value.Bytes.of(in.bytes(KEY_BYTES)));
  }

  private List<Integer> numbers() throws CodecException {
    int count = in.array();
    if (count > MAX_FEATURES) {
      throw in.error("a list of " + count + " features");
    }
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      numbers.add(number("feature"));
    }
    return numbers;
  }

  private ShortIdList shortIds() throws CodecException {
    int start = in.offset();
    byte[] packed = in.bytes();
    if (packed.length % ShortIdList.ID_BYTES != 0) {
      throw new CodecException(start, "a short id has 8 bytes");
    }
    long[] ids = new long[packed.length / ShortIdList.ID_BYTES];
    ByteBuffer.wrap(packed).asLongBuffer().get(ids);
    return ShortIdList.of(ids, ids.length);
  }

  private RepositoryPath path() throws CodecException {
    int start = in.offset();
    try {
      return RepositoryPath.parse(in.text());
    } catch (IllegalArgumentException e) {
      throw new CodecException(start, String.valueOf(e.getMessage()));
    }
  }
}
