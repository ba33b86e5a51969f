package dev.goatdb.core.run;

import dev.goatdb.api.commit.CommitId;
import java.util.List;

/// What a run says of an item.
///
/// @param key its key
/// @param exists whether some head is not a deletion
/// @param heads where its heads lie in the log, at least one
/// @param commits the number of its commits, holes not counted
/// @param holes commits that others build on and that are damaged or lost
public record ItemImage(
    String key, boolean exists, List<Long> heads, int commits, List<CommitId> holes) {

  /// Copies the lists.
  public ItemImage {
    heads = List.copyOf(heads);
    holes = List.copyOf(holes);
  }
}
