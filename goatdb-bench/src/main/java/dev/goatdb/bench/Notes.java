package dev.goatdb.bench;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// The documents: the same ones, in the same order, for every contender and in every process,
/// because each is made out of its number and nothing else.
///
/// Keys ascend in the order of loading. That is the best case for the trees of SQLite and MVStore,
/// which only ever append then.
final class Notes {

  private static final long SEED = 20_261_123;
  private static final Words WORDS = new Words(SEED);
  private static final int TAGS = 40;
  private static final int RANKS = 1_000_000;

  /// Notes below this rank that are not done are a tenth of all.
  static final long LOW_RANK = RANKS / 5;

  /// How many rows the sorted query asks for.
  static final int FIRST = 50;

  private Notes() {}

  /// {@return the key of a note}
  ///
  /// @param number its number, from 0
  static String key(int number) {
    // Not String.format: hundreds of thousands are made.
    String digits = Integer.toString(number);
    return "n" + "0".repeat(7 - digits.length()) + digits;
  }

  /// {@return a note of about 200 bytes, its key included}
  ///
  /// @param number its number, from 0
  static Note at(int number) {
    SplittableRandom random = new SplittableRandom(SEED + number);
    String title = sentence(random, 18 + random.nextInt(20));
    String body = sentence(random, 90 + random.nextInt(80));
    Set<String> tags = new HashSet<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      tags.add(WORDS.anyOf(random, TAGS));
    }
    return new Note(title, body, random.nextInt(RANKS), random.nextBoolean(), Set.copyOf(tags));
  }

  private static String sentence(SplittableRandom random, int length) {
    StringBuilder text = new StringBuilder(length + 16);
    while (text.length() < length) {
      text.append(text.isEmpty() ? "" : " ").append(WORDS.any(random));
    }
    return text.toString();
  }

  /// {@return some notes with their keys}
  ///
  /// @param from number of the first
  /// @param count how many
  static List<Keyed> range(int from, int count) {
    return IntStream.range(from, from + count).mapToObj(n -> new Keyed(key(n), at(n))).toList();
  }

  /// {@return the keys of the first notes, shuffled, the same way for the same round}
  ///
  /// @param count how many
  /// @param round which shuffling
  static List<String> shuffledKeys(int count, int round) {
    SplittableRandom random = new SplittableRandom(SEED + round);
    int[] order = IntStream.range(0, count).toArray();
    for (int i = count - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int other = order[j];
      order[j] = order[i];
      order[i] = other;
    }
    List<String> keys = new ArrayList<>(count);
    for (int number : order) {
      keys.add(key(number));
    }
    return keys;
  }

  /// {@return the sum of the weights of some notes}
  ///
  /// @param notes the notes
  static long weight(Iterable<Note> notes) {
    long sum = 0;
    for (Note note : notes) {
      sum += note.weight();
    }
    return sum;
  }

  /// What the queries must find: worked out here in plain Java, once.
  ///
  /// @param all sum of all weights
  /// @param low notes that are not done and have a low rank, in the order of their keys
  /// @param first the first notes by title that are not done
  record Answers(long all, List<Note> low, List<Note> first) {

    /// {@return what is right for the first notes}
    ///
    /// @param count how many notes there are
    static Answers of(int count) {
      List<Keyed> all = range(0, count);
      List<Note> low = new ArrayList<>();
      List<Note> open = new ArrayList<>();
      for (Note note : values(all)) {
        if (!note.done()) {
          open.add(note);
          if (note.rank() < LOW_RANK) {
            low.add(note);
          }
        }
      }
      // Stable, so that equal titles stay in the order of their keys.
      open.sort(Comparator.comparing(Note::title));
      List<Note> first = open.subList(0, Math.min(FIRST, open.size()));
      return new Answers(weight(values(all)), low, List.copyOf(first));
    }
  }

  /// {@return the notes without their keys, as a view}
  ///
  /// @param all notes with keys
  static List<Note> values(List<Keyed> all) {
    return new AbstractList<>() {
      @Override
      public Note get(int index) {
        return all.get(index).note();
      }

      @Override
      public int size() {
        return all.size();
      }
    };
  }
}
