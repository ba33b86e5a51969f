package dev.goatdb.bench;

import java.util.Set;

/// The record that every contender stores and gives back: two texts, a number, a flag and a few tags.
///
/// @param title three to six words
/// @param body one or two sentences
/// @param rank a number below a million
/// @param done a flag
/// @param tags up to three words
record Note(String title, String body, long rank, boolean done, Set<String> tags) {

  /// {@return a number that depends on every field} Taken of each value that is read, so that none can be left undecoded.
  long weight() {
    return rank + title.length() + 31L * body.length() + (done ? 7 : 0) + 1_000L * tags.size();
  }
}
