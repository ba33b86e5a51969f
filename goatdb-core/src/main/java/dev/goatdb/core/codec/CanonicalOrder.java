package dev.goatdb.core.codec;

import java.util.Comparator;

/// The order of text keys in canonical CBOR: shorter encodings first, then bytewise. The encoding
/// of a text starts with its length in UTF-8, and the bytes of UTF-8 sort as code points do.
public final class CanonicalOrder {

  /// Orders texts as their encodings.
  public static final Comparator<String> TEXT = CanonicalOrder::compare;

  private CanonicalOrder() {}

  private static int compare(String left, String right) {
    int byLength = Integer.compare(utf8Length(left), utf8Length(right));
    return byLength != 0 ? byLength : compareCodePoints(left, right);
  }

  private static int compareCodePoints(String left, String right) {
    int length = Math.min(left.length(), right.length());
    for (int i = 0; i < length; i++) {
      char l = left.charAt(i);
      char r = right.charAt(i);
      if (l != r) {
        boolean bothOrNone = Character.isSurrogate(l) == Character.isSurrogate(r);
        return bothOrNone ? Character.compare(l, r) : Character.isSurrogate(l) ? 1 : -1;
      }
    }
    return Integer.compare(left.length(), right.length());
  }

  private static int utf8Length(String text) {
    int length = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        // A surrogate pair takes four bytes: two for each half.
        length += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
      }
    }
    return length;
  }
}
