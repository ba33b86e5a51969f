package dev.goatdb.core.repository;

import java.util.List;

/// Drafts that go to the log together, among those that wait: a transaction's, or one by itself.
final class Groups {

  private Groups() {}

  /// {@return the group that begins at an index}
  static List<Draft> at(List<Draft> drafts, int index) {
    return drafts.subList(index, index + drafts.get(index).groupRest + 1);
  }

  /// {@return whether a transaction should wait for the next bundle, so that it is not split}
  ///
  /// @param bytes what the bundle has already; a bundle takes any one group
  /// @param most how much it should have
  static boolean isTooMuch(List<Draft> group, long bytes, long most) {
    if (group.size() == 1 || bytes == 0) {
      return false;
    }
    long more = 0;
    for (Draft draft : group) {
      more += draft.state.estimatedBytes();
    }
    return bytes + more > most;
  }

  /// {@return whether what one of them was made on could not be stored: then none of them is}
  static boolean isLost(List<Draft> group) {
    for (Draft draft : group) {
      if (draft.previous != null && draft.previous.failed) {
        return true;
      }
    }
    return false;
  }
}
