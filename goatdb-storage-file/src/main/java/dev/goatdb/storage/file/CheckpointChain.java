package dev.goatdb.storage.file;

import dev.goatdb.storage.file.GroupWalk.Start;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The checkpoints that counted when the newest of them was written.
///
/// A checkpoint counts only if its header knows that everything that it covers was on the medium:
/// otherwise a crash might have kept it and taken what it stands for. Where one of them is not
/// whole, those before it count, and what is behind is walked over.
///
/// @param groups without gaps, from the first entry on
/// @param lastBegin where the last BEGIN before the newest of them is
/// @param durable what the newest of them knew to be on the medium
record CheckpointChain(List<CheckpointGroup> groups, long lastBegin, long durable) {

  static final CheckpointChain NONE = new CheckpointChain(List.of(), 0, 0);

  CheckpointChain {
    groups = List.copyOf(groups);
  }

  /// {@return where a walk begins that sees all that is not covered}
  Start start() {
    return groups.isEmpty() ? Start.OF_FILE : groups.getLast().behind();
  }

  /// {@return the chain that the first of some places leads to that leads to any}
  ///
  /// @param durable what is known to be on the medium
  static CheckpointChain find(Contents.Source source, List<Long> places, long durable, long limit)
      throws IOException {
    for (long place : places) {
      CheckpointChain found = at(source, place, durable, limit);
      if (!found.groups.isEmpty()) {
        return found;
      }
    }
    return NONE;
  }

  /// {@return the chain that a place leads to, empty if none does}
  static CheckpointChain at(Contents.Source source, long place, long durable, long limit)
      throws IOException {
    GroupHeader header = source.reader().headerAt(place, limit);
    CheckpointHead head = headOf(source, header);
    if (header == null || head == null || header.durableLsn() < head.behind().at()) {
      return NONE;
    }
    // its pages are looked at later only if they cannot be those of a torn write
    if (header.end() > durable && !source.reader().isWhole(header)) {
      return NONE;
    }
    List<CheckpointGroup> groups = new ArrayList<>();
    Start start = Start.OF_FILE;
    long covered = 0;
    for (CheckpointHead.Member member : head.members()) {
      CheckpointGroup group =
          member.from() == covered ? CheckpointGroup.open(source, member, start, limit) : null;
      if (group == null) {
        break;
      }
      groups.add(group);
      start = group.behind();
      covered = group.to();
    }
    return new CheckpointChain(groups, head.lastBegin(), header.durableLsn());
  }

  private static @Nullable CheckpointHead headOf(
      Contents.Source source, @Nullable GroupHeader header) throws IOException {
    boolean isCheckpoint = header != null && header.type() == GroupType.CHECKPOINT.code();
    return header != null && isCheckpoint ? CheckpointHead.parse(source.reader(), header) : null;
  }
}
