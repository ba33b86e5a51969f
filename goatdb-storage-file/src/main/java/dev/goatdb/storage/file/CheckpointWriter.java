package dev.goatdb.storage.file;

import dev.goatdb.api.spi.storage.Checkpoint;
import dev.goatdb.storage.file.CheckpointHead.Member;
import dev.goatdb.storage.file.GroupWalk.Start;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Writes a checkpoint: what the engine keeps, and the index of the same entries, which is made by
/// a walk over them, so that it says what is there and nothing else. One thread.
final class CheckpointWriter {

  private final Contents contents;
  private final GroupWriter writer;

  CheckpointWriter(Contents contents, GroupWriter writer) {
    this.contents = contents;
    this.writer = writer;
  }

  /// {@return where the entries are found, the new checkpoint among the others}
  Contents write(Checkpoint checkpoint) throws IOException {
    List<CheckpointGroup> others = others(checkpoint);
    IndexRunBuilder run = index(checkpoint);
    try (Arena arena = Arena.ofConfined()) {
      long runAt = Layout.align(checkpoint.bytes().byteSize(), Long.BYTES);
      long bytes = Layout.align(runAt + run.shape().bytes(), Long.BYTES);
      MemorySegment content = arena.allocate(bytes, Long.BYTES);
      content.copyFrom(checkpoint.bytes());
      run.write(content, runAt);
      long lastBegin = writer.lastBegin();
      long lsn =
          writer.checkpoint(
              at -> head(checkpoint, run, lastBegin, members(others, checkpoint, at)), content);
      return opened(members(others, checkpoint, lsn));
    }
  }

  private List<CheckpointGroup> others(Checkpoint checkpoint) {
    List<CheckpointGroup> others = new ArrayList<>(contents.checkpoints());
    others.removeIf(old -> checkpoint.from() <= old.from() && old.to() <= checkpoint.to());
    long covered = 0;
    for (Member member : members(others, checkpoint, 0)) {
      if (member.from() != covered || member.to() > writer.number()) {
        throw new IllegalArgumentException("does not fit between what is kept: " + checkpoint);
      }
      covered = member.to();
    }
    return others;
  }

  private static List<Member> members(
      List<CheckpointGroup> others, Checkpoint checkpoint, long lsn) {
    List<Member> members = new ArrayList<>();
    others.forEach(other -> members.add(other.member()));
    members.add(new Member(lsn, checkpoint.from(), checkpoint.to()));
    members.sort(Comparator.comparingLong(Member::from));
    return members;
  }

  private IndexRunBuilder index(Checkpoint checkpoint) throws IOException {
    long end = writer.end();
    Start start = contents.groupOf(checkpoint.from());
    IndexRunBuilder run = new IndexRunBuilder(start, checkpoint.from(), checkpoint.to());
    Contents.Source source = contents.source();
    GroupWalk walk = new GroupWalk(source.reader(), source.damage(), start, run);
    if (walk.run(end, at -> end) == end && !run.isEnded()) {
      run.ended(new Start(end, writer.next().seq(), walk.number()));
    }
    return run;
  }

  private CheckpointHead head(
      Checkpoint checkpoint, IndexRunBuilder run, long lastBegin, List<Member> members) {
    return new CheckpointHead(
        checkpoint.from(),
        checkpoint.to(),
        run.base(),
        run.behind(),
        lastBegin,
        checkpoint.bytes().byteSize(),
        run.shape(),
        members);
  }

  /// Opened as they will be at the next opening, so that what is wrong with them is seen now.
  private Contents opened(List<Member> members) throws IOException {
    List<CheckpointGroup> groups = new ArrayList<>();
    Start start = Start.OF_FILE;
    for (Member member : members) {
      CheckpointGroup group = CheckpointGroup.open(contents.source(), member, start, writer.end());
      if (group == null) {
        throw new IOException(
            "%s: offset %d: a checkpoint that was written is not there"
                .formatted(contents.source().reader().path, member.at()));
      }
      groups.add(group);
      start = group.behind();
    }
    return new Contents(contents.source(), groups, tail(groups.getLast()));
  }

  /// What the checkpoints cover need not be in memory any more.
  private HeapIndex tail(CheckpointGroup last) throws IOException {
    Contents.Source source = contents.source();
    long end = writer.end();
    HeapIndex tail = new HeapIndex(source.records(), last.behind(), end);
    new GroupWalk(source.reader(), source.damage(), last.behind(), tail).run(end, at -> end);
    return tail;
  }
}
