package dev.goatdb.core.sync;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.error.Refusal;
import dev.goatdb.core.codec.BundleCodec;
import dev.goatdb.core.codec.CborWriter;
import java.nio.ByteBuffer;
import java.util.List;

/// Frames to bytes: type, flags (0), then the fields in order as canonical CBOR.
final class FrameWriter {

  /// Names the protocol in HELLO.
  static final String MAGIC = "GSP";

  /// Longest text of a refusal or a BYE, in characters.
  static final int MAX_TEXT = 500;

  private FrameWriter() {}

  /// {@return a writer that holds the head of a COMMITS frame, for bundles to be written after it}
  static CborWriter startCommits(int channel) {
    return start(FrameType.COMMITS, 64 << 10).unsigned(channel);
  }

  /// {@return the bytes of a frame}
  static byte[] encode(Frame frame) {
    CborWriter out =
        switch (frame) {
          case Frame.Hello hello -> hello(hello);
          case Frame.Auth auth -> start(FrameType.AUTH, 80).bytes(auth.signature().toByteArray());
          case Frame.Introduce(var connector, var acceptor, var signature) ->
              start(FrameType.INTRODUCE, 640)
                  .bytes(connector.toByteArray())
                  .bytes(acceptor.toByteArray())
                  .bytes(signature.toByteArray());
          case Frame.Bye(ByeCode code, int offset, String text) ->
              start(FrameType.BYE, 80).unsigned(code.ordinal()).unsigned(offset).text(cut(text));
          case Frame.OnChannel onChannel -> onChannel(onChannel);
        };
    return out.toByteArray();
  }

  private static CborWriter onChannel(Frame.OnChannel frame) {
    return switch (frame) {
      case Frame.Open open ->
          start(FrameType.OPEN, 80)
              .unsigned(open.channel())
              .text(open.path().toString())
              .unsigned(open.count())
              .id(open.digest());
      case Frame.Accept accept ->
          start(FrameType.ACCEPT, 64)
              .unsigned(accept.channel())
              .unsigned(accept.mode().ordinal())
              .unsigned(accept.count())
              .id(accept.digest());
      case Frame.Close close -> start(FrameType.CLOSE, 16).unsigned(close.channel());
      case Frame.Digest digest -> digest(digest);
      case Frame.Listing(int channel, int round, int page, boolean last, ShortIdList ids) ->
          shortIds(FrameType.LIST, channel, round, page, last, ids);
      case Frame.Want(int channel, int round, int page, boolean last, ShortIdList ids) ->
          shortIds(FrameType.WANT, channel, round, page, last, ids);
      case Frame.Commits(int channel, List<BundleCodec.Sent> bundles) -> {
        CborWriter out = startCommits(channel);
        bundles.forEach(sent -> BundleCodec.write(out, sent));
        yield out;
      }
      case Frame.NeedBase(int channel, List<CommitId> ids) -> {
        CborWriter out = start(FrameType.NEED_BASE, 64).unsigned(channel).array(ids.size());
        ids.forEach(out::id);
        yield out;
      }
      case Frame.Ack(int channel, long received, long durable) ->
          start(FrameType.ACK, 32).unsigned(channel).unsigned(received).integer(durable);
      case Frame.Nack nack -> nack(nack);
      case Frame.Beacon beacon -> beacon(beacon);
      case Frame.Refused(int channel, CommitId id, Refusal refusal) ->
          refusal(start(FrameType.REFUSED, 160).unsigned(channel).id(id), refusal);
    };
  }

  private static CborWriter start(FrameType type, int capacity) {
    return new CborWriter(capacity).raw(new byte[] {(byte) type.number(), 0});
  }

  private static CborWriter hello(Frame.Hello hello) {
    CborWriter out = start(FrameType.HELLO, 256);
    out.text(MAGIC).unsigned(hello.minVersion()).unsigned(hello.maxVersion());
    numbers(out, hello.features());
    numbers(out, hello.critical());
    out.unsigned(hello.frameBytes()).unsigned(hello.windowBytes());
    out.bytes(hello.nonce().toByteArray()).unsigned(hello.time());
    out.bool(hello.trusted()).bool(hello.claimed());
    out.bytes(hello.root().bytes().toByteArray());
    out.bytes(hello.session().bytes().toByteArray());
    return out.unsigned(hello.since()).bytes(hello.binding().toByteArray());
  }

  private static void numbers(CborWriter out, List<Integer> numbers) {
    out.array(numbers.size());
    numbers.forEach(out::unsigned);
  }

  private static CborWriter digest(Frame.Digest digest) {
    return start(FrameType.DIGEST, 64)
        .unsigned(digest.channel())
        .unsigned(digest.token())
        .bool(digest.reply())
        .unsigned(digest.count())
        .id(digest.digest());
  }

  private static CborWriter shortIds(
      FrameType type, int channel, int round, int page, boolean last, ShortIdList ids) {
    ByteBuffer packed = ByteBuffer.allocate(ids.size() * ShortIdList.ID_BYTES);
    for (int i = 0; i < ids.size(); i++) {
      packed.putLong(ids.at(i));
    }
    return start(type, packed.capacity() + 32)
        .unsigned(channel)
        .unsigned(round)
        .unsigned(page)
        .bool(last)
        .bytes(packed.array());
  }

  private static CborWriter nack(Frame.Nack nack) {
    CborWriter out = start(FrameType.NACK, 128);
    out.unsigned(nack.channel()).unsigned(nack.frame()).array(nack.entries().size());
    for (Frame.Missing missing : nack.entries()) {
      switch (missing) {
        case Frame.Missing.Later(int position) -> out.array(1).unsigned(position);
        case Frame.Missing.Bundle(int position, Refusal refusal) ->
            refusal(out.array(4).unsigned(position), refusal);
        case Frame.Missing.Commit(int position, CommitId id, Refusal refusal) ->
            refusal(out.array(5).unsigned(position).id(id), refusal);
      }
    }
    return out;
  }

  private static CborWriter beacon(Frame.Beacon beacon) {
    CborWriter out =
        start(FrameType.BEACON, 256)
            .unsigned(beacon.channel())
            .session(beacon.session())
            .text(beacon.topic())
            .unsigned(beacon.sequence())
            .unsigned(beacon.hops());
    return beacon
        .content()
        .map(content ->
            out.array(2).bytes(content.toByteArray()).bytes(beacon.signature().toByteArray()))
        .orElseGet(() -> out.array(0));
  }

  private static CborWriter refusal(CborWriter out, Refusal refusal) {
    return out.unsigned(refusal.reason().ordinal())
        .text(cut(refusal.where()))
        .text(cut(refusal.message()));
  }

  /// A cut inside of a surrogate pair would not be well-formed.
  private static String cut(String text) {
    if (text.length() <= MAX_TEXT) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(MAX_TEXT - 1)) ? MAX_TEXT - 1 : MAX_TEXT;
    return text.substring(0, end);
  }
}
