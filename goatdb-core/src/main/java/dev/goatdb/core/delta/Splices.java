package dev.goatdb.core.delta;

import dev.goatdb.core.codec.CodecException;
import dev.goatdb.core.codec.Splice;
import java.util.List;

/// Applies splices to texts. Positions are code points.
public final class Splices {

  private Splices() {}

  /// {@return the text after splices whose positions all count in the base, ascending, not
  /// overlapping}
  ///
  /// @throws CodecException if they do not fit the text
  static String applyToBase(String base, List<Splice> splices) throws CodecException {
    StringBuilder result = new StringBuilder(base.length() + 64);
    int index = 0;
    int position = 0;
    for (Splice splice : splices) {
      int start = advance(base, index, splice.at() - position);
      int end = advance(base, start, splice.deleted());
      result.append(base, index, start).append(splice.inserted());
      index = end;
      position = Math.addExact(splice.at(), splice.deleted());
    }
    return result.append(base, index, base.length()).toString();
  }

  /// {@return the text after splices that were made one after the other}
  ///
  /// @throws CodecException if they do not fit the text
  public static String applyInOrder(String base, List<Splice> splices) throws CodecException {
    StringBuilder result = new StringBuilder(base);
    for (Splice splice : splices) {
      int start = advance(result, 0, splice.at());
      int end = advance(result, start, splice.deleted());
      result.replace(start, end, splice.inserted());
    }
    return result.toString();
  }

  private static int advance(CharSequence text, int index, int codePoints) throws CodecException {
    try {
      if (codePoints < 0) {
        throw new CodecException(index, "splices overlap or are not in order");
      }
      return Character.offsetByCodePoints(text, index, codePoints);
    } catch (IndexOutOfBoundsException e) {
      throw new CodecException(index, "a splice ends after the text");
    }
  }
}
