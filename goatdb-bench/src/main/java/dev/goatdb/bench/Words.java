package dev.goatdb.bench;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;

/// A made-up language: 512 words of two or three syllables, of which the first few are used most,
/// as in real ones. Notes of it compress with LZ4 by 1.1 one by one, 1.6 in blocks of 4 KiB and 2.2
/// in blocks of 64 KiB, about as application data does; random letters would not compress at all,
/// and a repeated phrase far too well.
final class Words {

  private static final int COUNT = 512;
  private static final double LOG_COUNT = StrictMath.log(COUNT);
  private static final String[] STARTS = {
    "b", "c", "d", "f", "g", "h", "l", "m", "n", "p", "r", "s", "t", "v", "w", "st", "tr", "th",
    "sh", "pl"
  };
  private static final String[] VOWELS = {"a", "e", "i", "o", "u", "ea", "ou", "ai"};
  private static final String[] ENDS = {"", "", "", "n", "r", "s", "t", "l", "nd", "st"};

  private final String[] words = new String[COUNT];

  Words(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Set<String> taken = new HashSet<>();
    for (int at = 0; at < COUNT; ) {
      // Common words are short ones.
      String word = word(random, 2 + (32 - Integer.numberOfLeadingZeros(at)) / 6);
      if (taken.add(word)) {
        words[at++] = word;
      }
    }
  }

  private static String word(SplittableRandom random, int syllables) {
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < syllables; i++) {
      word.append(STARTS[random.nextInt(STARTS.length)]);
      word.append(VOWELS[random.nextInt(VOWELS.length)]);
      if (i == syllables - 1 || random.nextInt(4) == 0) {
        word.append(ENDS[random.nextInt(ENDS.length)]);
      }
    }
    return word.toString();
  }

  /// {@return a word, the n-th with a probability of about one over n}
  ///
  /// @param random where chance comes from
  String any(SplittableRandom random) {
    return words[(int) StrictMath.exp(random.nextDouble() * LOG_COUNT) - 1];
  }

  /// {@return one of the first words, all with the same probability}
  ///
  /// @param random where chance comes from
  /// @param limit how many words to choose from
  String anyOf(SplittableRandom random, int limit) {
    return words[random.nextInt(limit)];
  }
}
