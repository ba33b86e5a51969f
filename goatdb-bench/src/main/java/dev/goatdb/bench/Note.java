package dev.goatdb.bench;

import java.util.Set;

/// The record that every contender stores and gives back: two texts, a number, a flag and a few
/// tags.
///
/// @param title three to six words
/// @param body one or two sentences
/// @param rank a number below a million
/// @param done a flag
/// @param tags up to three words
record Note(String title, String body, long rank, boolean done, Set<String> tags) {

  /// {@return a number that is summed up over all notes that are read, to see that the right ones
  /// were}
  ///
  /// It touches the record alone. A record is decoded as a whole before anybody can hold it, so
  /// nothing is left out; following its texts as well would measure the memory of the machine, 100
  /// ns a note, and not the store.
  long weight() {
    return 2 * rank + (done ? 1 : 0);
  }
}
