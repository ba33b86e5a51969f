package dev.goatdb.core.codec;

import dev.goatdb.api.value.RichText;
import dev.goatdb.api.value.Value;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The canonical bytes of a [Value].
///
/// | value | encoding |
/// | --- | --- |
/// | null, boolean, integer, floating-point, text, bytes | the CBOR item of that kind |
/// | list | array |
/// | map | map with text keys |
/// | set | tag 258, array of the elements in the order of their encodings |
/// | time | tag 26479, array of seconds since 1970 and nanoseconds |
/// | rich text | tag 26480, array of blocks `[id, kind, text, [[start, end, name, value]…]]` |
public final class CanonicalCbor {

  /// Deepest nesting of values.
  public static final int MAX_DEPTH = 64;

  static final long TAG_SET = 258;
  static final long TAG_TIME = 26_479;
  static final long TAG_RICH_TEXT = 26_480;

  private CanonicalCbor() {}

  /// {@return the canonical bytes of a value}
  ///
  /// @param value any value, nested at most [#MAX_DEPTH] deep
  /// @throws IllegalArgumentException if it is nested deeper
  public static byte[] encode(Value value) {
    CborWriter out = new CborWriter();
    write(out, value);
    return out.toByteArray();
  }

  /// {@return the value of canonical bytes}
  ///
  /// @param bytes exactly one encoded value
  /// @throws CodecException if they are not canonical
  public static Value decode(byte[] bytes) throws CodecException {
    CborReader in = new CborReader(bytes);
    Value value = read(in);
    in.requireEnd();
    return value;
  }

  /// {@return whether a value is nested deeper than can be written}
  public static boolean isTooDeep(Value value) {
    return isTooDeep(value, 0);
  }

  private static boolean isTooDeep(Value value, int depth) {
    return depth > MAX_DEPTH
        || switch (value) {
          case Value.ListOf(List<Value> list) ->
              list.stream().anyMatch(v -> isTooDeep(v, depth + 1));
          case Value.SetOf(Set<Value> set) -> set.stream().anyMatch(v -> isTooDeep(v, depth + 1));
          case Value.MapOf(Map<String, Value> map) ->
              map.values().stream().anyMatch(v -> isTooDeep(v, depth + 1));
          case RichText rich ->
              rich.blocks().stream()
                  .flatMap(block -> block.marks().stream())
                  .anyMatch(mark -> isTooDeep(mark.value(), depth + 1));
          case Value.Null v -> false;
          case Value.Bool v -> false;
          case Value.Int64 v -> false;
          case Value.Float64 v -> false;
          case Value.Text v -> false;
          case Value.Time v -> false;
          case Value.Bytes v -> false;
        };
  }

  /// Writes a value.
  public static void write(CborWriter out, Value value) {
    write(out, value, 0);
  }

  /// Reads a value.
  public static Value read(CborReader in) throws CodecException {
    return read(in, 0);
  }

  private static void write(CborWriter out, Value value, int depth) {
    if (depth > MAX_DEPTH) {
      throw new IllegalArgumentException("a value may be nested " + MAX_DEPTH + " deep");
    }
    switch (value) {
      case Value.Null() -> out.nothing();
      case Value.Bool(boolean bool) -> out.bool(bool);
      case Value.Int64(long number) -> out.integer(number);
      case Value.Float64(double number) -> out.floating(number);
      case Value.Text(String text) -> out.text(text);
      case Value.Time(Instant time) ->
          out.tag(TAG_TIME).array(2).integer(time.getEpochSecond()).unsigned(time.getNano());
      case Value.Bytes bytes -> out.bytes(bytes.toByteArray());
      case Value.ListOf(List<Value> elements) -> {
        out.array(elements.size());
        elements.forEach(element -> write(out, element, depth + 1));
      }
      case Value.MapOf(Map<String, Value> entries) -> writeMap(out, entries, depth);
      case Value.SetOf(Set<Value> elements) -> writeSet(out, elements, depth);
      case RichText(List<RichText.Block> blocks) -> {
        out.tag(TAG_RICH_TEXT).array(blocks.size());
        blocks.forEach(block -> writeBlock(out, block, depth));
      }
    }
  }

  private static void writeMap(CborWriter out, Map<String, Value> entries, int depth) {
    TreeMap<String, Value> sorted = new TreeMap<>(CanonicalOrder.TEXT);
    sorted.putAll(entries);
    out.map(sorted.size());
    sorted.forEach((key, element) -> {
      out.text(key);
      write(out, element, depth + 1);
    });
  }

  private static void writeSet(CborWriter out, Set<Value> elements, int depth) {
    byte[][] encoded = new byte[elements.size()][];
    int i = 0;
    for (Value element : elements) {
      CborWriter one = new CborWriter(32);
      write(one, element, depth + 1);
      encoded[i++] = one.toByteArray();
    }
    Arrays.sort(encoded, Arrays::compareUnsigned);
    out.tag(TAG_SET).array(encoded.length);
    for (byte[] element : encoded) {
      out.raw(element);
    }
  }

  private static void writeBlock(CborWriter out, RichText.Block block, int depth) {
    out.array(4).text(block.id()).text(block.kind()).text(block.text()).array(block.marks().size());
    for (RichText.Mark mark : block.marks()) {
      out.array(4).unsigned(mark.start()).unsigned(mark.end()).text(mark.name());
      write(out, mark.value(), depth + 1);
    }
  }

  private static Value read(CborReader in, int depth) throws CodecException {
    if (depth > MAX_DEPTH) {
      throw in.error("nested more than " + MAX_DEPTH + " deep");
    }
    return switch (in.peekMajor()) {
      case CborWriter.UINT, CborWriter.NEGATIVE -> new Value.Int64(in.integer());
      case CborWriter.BYTES -> Value.of(in.bytes());
      case CborWriter.TEXT -> new Value.Text(in.text());
      case CborWriter.ARRAY -> readList(in, depth);
      case CborWriter.MAP -> readMap(in, depth);
      case CborWriter.TAG -> readTagged(in, depth);
      default -> readSimple(in);
    };
  }

  private static Value readSimple(CborReader in) throws CodecException {
    return switch (in.peekOctet()) {
      case CborWriter.NULL -> {
        in.nothing();
        yield Value.NULL;
      }
      case CborWriter.TRUE, CborWriter.FALSE -> new Value.Bool(in.bool());
      default -> new Value.Float64(in.floating());
    };
  }

  private static Value readList(CborReader in, int depth) throws CodecException {
    int length = in.array();
    List<Value> elements = new ArrayList<>(Math.min(length, 1024));
    for (int i = 0; i < length; i++) {
      elements.add(read(in, depth + 1));
    }
    return new Value.ListOf(elements);
  }

  private static Value readMap(CborReader in, int depth) throws CodecException {
    int length = in.map();
    Map<String, Value> entries = new LinkedHashMap<>();
    int previousStart = -1;
    int previousEnd = -1;
    for (int i = 0; i < length; i++) {
      int start = in.offset();
      String key = in.text();
      in.requireAscending(previousStart, previousEnd, start);
      previousStart = start;
      previousEnd = in.offset();
      entries.put(key, read(in, depth + 1));
    }
    return new Value.MapOf(entries);
  }

  private static Value readTagged(CborReader in, int depth) throws CodecException {
    int start = in.offset();
    long tag = in.tag();
    if (tag == TAG_SET) {
      return readSet(in, depth);
    }
    if (tag == TAG_TIME) {
      return readTime(in);
    }
    if (tag == TAG_RICH_TEXT) {
      return readRichText(in, depth);
    }
    throw new CodecException(start, "unknown tag " + Long.toUnsignedString(tag));
  }

  private static Value readSet(CborReader in, int depth) throws CodecException {
    int length = in.array();
    Set<Value> elements = new LinkedHashSet<>();
    int previousStart = -1;
    int previousEnd = -1;
    for (int i = 0; i < length; i++) {
      int start = in.offset();
      elements.add(read(in, depth + 1));
      in.requireAscending(previousStart, previousEnd, start);
      previousStart = start;
      previousEnd = in.offset();
    }
    return new Value.SetOf(elements);
  }

  private static Value readTime(CborReader in) throws CodecException {
    int start = in.offset();
    in.array(2);
    long seconds = in.integer();
    int nanos = in.unsigned(999_999_999, "nanoseconds");
    try {
      return new Value.Time(Instant.ofEpochSecond(seconds, nanos));
    } catch (DateTimeException e) {
      throw new CodecException(start, "time out of range: " + seconds + " seconds");
    }
  }

  private static Value readRichText(CborReader in, int depth) throws CodecException {
    int start = in.offset();
    int length = in.array();
    List<RichText.Block> blocks = new ArrayList<>(Math.min(length, 1024));
    try {
      for (int i = 0; i < length; i++) {
        blocks.add(readBlock(in, depth));
      }
      return new RichText(blocks);
    } catch (IllegalArgumentException e) {
      throw new CodecException(start, "rich text: " + e.getMessage());
    }
  }

  private static RichText.Block readBlock(CborReader in, int depth) throws CodecException {
    in.array(4);
    String id = in.text();
    String kind = in.text();
    String text = in.text();
    int length = in.array();
    List<RichText.Mark> marks = new ArrayList<>(Math.min(length, 1024));
    for (int i = 0; i < length; i++) {
      in.array(4);
      int from = in.unsigned(Integer.MAX_VALUE, "start");
      int to = in.unsigned(Integer.MAX_VALUE, "end");
      marks.add(new RichText.Mark(from, to, in.text(), read(in, depth + 1)));
    }
    return new RichText.Block(id, kind, text, marks);
  }
}
