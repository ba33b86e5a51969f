package dev.goatdb.storage.file;

import static dev.goatdb.storage.file.Layout.GROUP_HEADER_BYTES;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.spi.storage.Checkpoint;
import dev.goatdb.storage.file.GroupWalk.Start;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// A checkpoint that was opened: its image and its index are mapped, and searched where they lie.
///
/// Nothing in it is trusted: a page is checked when it is first used, and what the index leads to
/// is a record that says itself which entry it is. All that it covers lies before it in the file.
/// Where a page has rotted, the entries that the checkpoint covers are walked over, once, and
/// indexed in memory. Any thread.
final class CheckpointGroup {

  private final GroupReader reader;
  private final Records records;
  private final Damage damage;
  private final CheckpointHead head;
  private final long lsn;
  private final Start start;
  private final Pages pages;
  private final IndexRun run;
  private final Checkpoint checkpoint;
  private volatile @Nullable HeapIndex instead;

  private CheckpointGroup(
      Contents.Source source, GroupHeader header, CheckpointHead head, Start start)
      throws IOException {
    this.reader = source.reader();
    this.records = source.records();
    this.damage = source.damage();
    this.head = head;
    this.lsn = header.lsn();
    this.start = start;
    long at = lsn + GROUP_HEADER_BYTES + head.bytes();
    MemorySegment content = reader.disk.map(at, head.contentBytes());
    this.pages = new Pages(content, head.checksums(reader, header), at, damage);
    this.run = new IndexRun(pages, head.runAt(), head.run());
    this.checkpoint =
        new Checkpoint(head.from(), head.to(), content.asSlice(0, head.imageBytes()).asReadOnly());
  }

  /// {@return whether the head of a group is whole}
  static boolean isDescribed(GroupReader reader, GroupHeader header) throws IOException {
    return CheckpointHead.parse(reader, header) != null;
  }

  /// {@return the checkpoint at an offset, or null if there is none that covers a stretch}
  ///
  /// @param start where to walk from to see the entries that it covers
  static @Nullable CheckpointGroup open(
      Contents.Source source, CheckpointHead.Member member, Start start, long limit)
      throws IOException {
    GroupReader reader = source.reader();
    GroupHeader header = reader.headerAt(member.at(), limit);
    if (header == null || header.type() != GroupType.CHECKPOINT.code()) {
      return null;
    }
    CheckpointHead head = CheckpointHead.parse(reader, header);
    if (head == null || head.from() != member.from() || head.to() != member.to()) {
      return null;
    }
    return new CheckpointGroup(source, header, head, start);
  }

  Checkpoint checkpoint() {
    return checkpoint;
  }

  CheckpointHead.Member member() {
    return new CheckpointHead.Member(lsn, head.from(), head.to());
  }

  long from() {
    return head.from();
  }

  long to() {
    return head.to();
  }

  /// {@return where to walk from to see what it covers}
  Start start() {
    return start;
  }

  /// {@return where to walk from to see what is behind it}
  Start behind() {
    return head.behind();
  }

  boolean isIntact(long offset, long length) {
    return pages.isIntact(offset, length);
  }

  /// {@return the location of the newest entry of an id, or 0}
  ///
  /// @throws IOException if an entry that may bear the id is damaged, and no other bears it
  long find(CommitId id) throws IOException {
    HeapIndex rebuilt = instead;
    if (rebuilt != null) {
      return rebuilt.find(id);
    }
    try {
      return findInRun(id);
    } catch (Pages.Rotten rotten) {
      return rebuilt().find(id);
    }
  }

  private long findInRun(CommitId id) throws IOException {
    long hash = IndexRun.hash(id);
    IOException damaged = null;
    for (int slot = run.slot(hash); run.isOf(hash, slot); slot++) {
      long number = head.base() + run.number(slot);
      try {
        long location = locate(number);
        if (location == 0) {
          damaged = lost(number);
        } else if (records.surelyBears(location, id, lsn)) {
          return location;
        }
      } catch (Pages.Rotten rotten) {
        throw rotten;
      } catch (IOException unreadable) {
        damaged = unreadable;
      }
    }
    if (damaged != null) {
      throw damaged;
    }
    return 0;
  }

  private IOException lost(long number) {
    String message = "%s: entry %d, behind offset %d: is damaged or lost";
    return new IOException(message.formatted(reader.path, number, start.at()));
  }

  /// {@return the location of the entry of a number, or 0 if it is lost}
  long locate(long number) throws IOException {
    long location;
    try {
      location = near(number);
    } catch (Pages.Rotten rotten) {
      location = 0;
    }
    return location != 0 ? location : search(number);
  }

  /// {@return the location of an entry that is found in good order behind a landmark, or 0}
  private long near(long number) throws IOException {
    int index = run.markBefore(number - head.base());
    if (index < 0) {
      return 0;
    }
    long mark = run.mark(index);
    long position = mark & ~IndexRun.KIND_MASK;
    long first = head.base() + run.markNumber(index);
    return switch ((int) mark & IndexRun.KIND_MASK) {
      case IndexRun.BLOCK -> inBlock(position, number - first);
      case IndexRun.RECORD -> inRow(position, first, number);
      default -> inGroups(position, first, number);
    };
  }

  private long inBlock(long position, long ordinal) throws IOException {
    long body = position + Layout.RECORD_HEADER_BYTES;
    if (body + Block.IDS_AT > lsn) {
      return 0;
    }
    MemorySegment bytes = reader.disk.read(position, Layout.RECORD_HEADER_BYTES + Block.IDS_AT);
    boolean isHere =
        ordinal >= 0
            && ordinal < Block.count(bytes, Layout.RECORD_HEADER_BYTES)
            && Block.idAt(body, (int) ordinal + 1) <= lsn;
    return isHere ? Location.ofBlock(position, (int) ordinal) : 0;
  }

  /// Each record on the way must say that it is the next: a length that has rotted leads astray.
  private long inRow(long position, long first, long number) throws IOException {
    long at = position;
    for (long next = first; at + Layout.RECORD_HEADER_BYTES <= lsn; next++) {
      MemorySegment frame = reader.disk.read(at, Layout.RECORD_HEADER_BYTES);
      int mark = RecordFrame.mark(frame, 0);
      boolean isNext = mark == reader.file.marker(next) || mark == reader.file.plainMarker();
      int length = RecordFrame.length(frame, 0);
      if (!isNext || length < 0 || next == number) {
        return isNext && next == number ? at : 0;
      }
      at += RecordFrame.bytes(length);
    }
    return 0;
  }

  private long inGroups(long position, long first, long number) throws IOException {
    long at = position;
    long next = first;
    while (true) {
      GroupHeader header = reader.headerAt(at, lsn);
      if (header == null || header.firstOr(next) > number || header.isCompressed()) {
        return 0;
      }
      next = header.firstOr(next);
      if (number < next + header.entries()) {
        return inRow(at + GROUP_HEADER_BYTES, next, number);
      }
      next += header.entries();
      at = header.end();
    }
  }

  /// {@return where a group begins from which to walk to an entry}
  Start groupOf(long number) {
    HeapIndex rebuilt = instead;
    if (rebuilt != null) {
      return rebuilt.groupOf(number);
    }
    try {
      int group = run.groupBefore(run.markBefore(number - head.base()));
      return group < 0
          ? start
          : new Start(
              run.mark(group) & ~IndexRun.KIND_MASK, 0, head.base() + run.markNumber(group));
    } catch (Pages.Rotten rotten) {
      return start;
    }
  }

  private long search(long number) throws IOException {
    EntrySearch search = new EntrySearch(number);
    new GroupWalk(reader, damage, groupOf(number), search).run(lsn, at -> lsn);
    return search.location();
  }

  private HeapIndex rebuilt() throws IOException {
    synchronized (pages) {
      HeapIndex rebuilt = instead;
      if (rebuilt == null) {
        rebuilt = new HeapIndex(records, start, lsn, head.from(), head.to());
        new GroupWalk(reader, damage, start, rebuilt).run(lsn, at -> lsn);
        instead = rebuilt;
      }
      return rebuilt;
    }
  }
}
