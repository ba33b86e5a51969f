package dev.goatdb.core.delta;

import dev.goatdb.core.delta.TextDiff.Edit;
import java.util.ArrayList;
import java.util.List;

/// What turns one text into another, as a person would say it: an edit script over code points that
/// does not tear words.
///
/// **Why.** The shortest script keeps every letter that two texts happen to share. If a word went
/// and another came in its place, it says that some letters of the one became letters of the other.
/// Merged with the script of somebody who deleted the first word, the second would lose these
/// letters. (Of random histories in which words are typed and deleted, the shortest scripts lost
/// letters in one of six, these in none of hundreds; the figures are in the tests.)
///
/// **How.** Texts are compared word by word. Where words went and others came, letters are compared
/// only to find out whether somebody typed or deleted in one place inside a word. Otherwise the
/// words were replaced as a whole, and so are numbers always.
///
/// Where a word ends depends on the two code points around the place, by a table that no version of
/// Unicode changes; scripts without spaces count letter by letter. So the script is a function of
/// the two texts on every machine.
public final class WordDiff {

  /// In a longer word than this, letters are always compared: it is no word of a language.
  private static final int LONGEST_WORD = 64;

  private final String base;
  private final String text;
  private final List<Edit> edits = new ArrayList<>();

  private WordDiff(String base, String text) {
    this.base = base;
    this.text = text;
  }

  /// {@return the edits that turn one text into another}, by position; between two of them at least
  /// one code point stays.
  ///
  /// @param base well-formed text
  /// @param text well-formed text
  public static List<Edit> between(String base, String text) {
    if (base.equals(text)) {
      return List.of();
    }
    WordDiff diff = new WordDiff(base, text);
    diff.run();
    return List.copyOf(diff.edits);
  }

  private void run() {
    int prefix = TextDiff.commonPrefix(base, text);
    while (!Words.isBoundary(base, prefix) || !Words.isBoundary(text, prefix)) {
      prefix--;
    }
    int suffix = TextDiff.commonSuffix(base, text, prefix);
    while (!Words.isBoundary(base, base.length() - suffix)
        || !Words.isBoundary(text, text.length() - suffix)) {
      suffix--;
    }
    int start = base.codePointCount(0, prefix);
    List<String> oldWords = Words.of(base.substring(prefix, base.length() - suffix));
    List<String> newWords = Words.of(text.substring(prefix, text.length() - suffix));
    List<Hunk> hunks = SequenceDiff.between(oldWords, newWords);
    compare(start, oldWords, newWords, movedIntoSuffix(hunks, oldWords, newWords, suffix));
  }

  /// Lets the last hunk move back into the words that both texts end with, which were cut off
  /// first. Those that it moves over are added to both lists.
  private List<Hunk> movedIntoSuffix(
      List<Hunk> hunks, List<String> oldWords, List<String> newWords, int suffix) {
    Hunk last = hunks.getLast();
    boolean goes = last.newStart() == last.newEnd();
    boolean comes = last.start() == last.end();
    if (last.end() != oldWords.size() || goes == comes) {
      return hunks;
    }
    List<String> moving = goes ? oldWords : newWords;
    int first = goes ? last.start() : last.newStart();
    int steps = 0;
    int at = base.length() - suffix;
    while (at < base.length()) {
      String word = Words.first(base, at);
      if (!moving.get(first + steps).equals(word)) {
        break;
      }
      oldWords.add(word);
      newWords.add(word);
      at += word.length();
      steps++;
    }
    List<Hunk> moved = new ArrayList<>(hunks);
    moved.set(
        hunks.size() - 1,
        new Hunk(
            last.start() + steps,
            last.end() + steps,
            last.newStart() + steps,
            last.newEnd() + steps));
    return moved;
  }

  private void compare(int start, List<String> oldWords, List<String> newWords, List<Hunk> hunks) {
    int position = start;
    int done = 0;
    for (Hunk hunk : hunks) {
      for (String kept : oldWords.subList(done, hunk.start())) {
        position += Words.codePoints(kept);
      }
      List<String> gone = oldWords.subList(hunk.start(), hunk.end());
      position = replace(position, gone, newWords.subList(hunk.newStart(), hunk.newEnd()));
      done = hunk.end();
    }
  }

  /// Replaces words by others, one by one if there are as many.
  ///
  /// @return the position behind them
  private int replace(int start, List<String> oldWords, List<String> newWords) {
    if (oldWords.size() != newWords.size()) {
      String before = String.join("", oldWords);
      String after = String.join("", newWords);
      return replace(start, before, after, isSplitOrJoined(before, after));
    }
    int position = start;
    for (int i = 0; i < oldWords.size(); i++) {
      String before = oldWords.get(i);
      String after = newWords.get(i);
      position = replace(position, before, after, isTypedInside(before, after));
    }
    return position;
  }

  private int replace(int start, String before, String after, boolean byLetters) {
    int length = Words.codePoints(before);
    if (length > LONGEST_WORD || byLetters) {
      List<Edit> letters = TextDiff.between(before, after);
      letters.forEach(e -> add(new Edit(start + e.position(), e.deleted(), e.inserted())));
    } else {
      add(new Edit(start, length, after));
    }
    return start + length;
  }

  /// Whether one passage was typed or deleted, and no number became another.
  private static boolean isTypedInside(String before, String after) {
    boolean typed = after.length() > before.length();
    String longer = typed ? after : before;
    String shorter = typed ? before : after;
    int start = TextDiff.commonPrefix(before, after);
    int rest = TextDiff.commonSuffix(before, after, start);
    int end = longer.length() - rest;
    return start + rest == shorter.length()
        && !isInNumber(longer, start)
        && !isInNumber(longer, end)
        && !isInNumber(shorter, start);
  }

  /// Whether whole words were typed or deleted between the letters of others, or signs and blanks
  /// alone. Otherwise it may be that words went and others came that happen to begin and end alike.
  private static boolean isSplitOrJoined(String before, String after) {
    if (!isTypedInside(before, after)) {
      return false;
    }
    String longer = after.length() > before.length() ? after : before;
    int start = TextDiff.commonPrefix(before, after);
    int end = longer.length() - TextDiff.commonSuffix(before, after, start);
    String passage = longer.substring(start, end);
    int blanks = passage.length() - passage.stripLeading().length();
    return passage.chars().noneMatch(WordDiff::isLetter)
        || (Words.isBoundary(longer, start + blanks) && Words.isBoundary(longer, end));
  }

  private static boolean isLetter(int c) {
    return c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit((char) c);
  }

  private static boolean isInNumber(String word, int index) {
    return index > 0
        && index < word.length()
        && isDigit(word.charAt(index - 1))
        && isDigit(word.charAt(index));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private void add(Edit edit) {
    if (!edits.isEmpty() && edits.getLast().end() == edit.position()) {
      Edit last = edits.removeLast();
      edits.add(
          new Edit(
              last.position(), last.deleted() + edit.deleted(), last.inserted() + edit.inserted()));
    } else {
      edits.add(edit);
    }
  }
}
