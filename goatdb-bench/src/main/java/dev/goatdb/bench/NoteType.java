package dev.goatdb.bench;

import java.nio.ByteBuffer;
import java.util.Set;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;
import org.h2.mvstore.type.StringDataType;

/// How MVStore keeps a note: as an object in its pages, encoded when a page is written and decoded
/// when one is read. That is its own way, and faster for it than bytes that would have to be
/// decoded at every access.
final class NoteType extends BasicDataType<Note> {

  private static final StringDataType TEXT = StringDataType.INSTANCE;

  @Override
  public int getMemory(Note note) {
    int memory = 64 + TEXT.getMemory(note.title()) + TEXT.getMemory(note.body());
    for (String tag : note.tags()) {
      memory += TEXT.getMemory(tag);
    }
    return memory;
  }

  @Override
  public void write(WriteBuffer buffer, Note note) {
    TEXT.write(buffer, note.title());
    TEXT.write(buffer, note.body());
    buffer.putVarLong(note.rank());
    buffer.put((byte) (note.done() ? 1 : 0));
    buffer.putVarInt(note.tags().size());
    for (String tag : note.tags()) {
      TEXT.write(buffer, tag);
    }
  }

  @Override
  public Note read(ByteBuffer buffer) {
    String title = TEXT.read(buffer);
    String body = TEXT.read(buffer);
    long rank = DataUtils.readVarLong(buffer);
    boolean done = buffer.get() != 0;
    String[] tags = new String[DataUtils.readVarInt(buffer)];
    for (int i = 0; i < tags.length; i++) {
      tags[i] = TEXT.read(buffer);
    }
    return new Note(title, body, rank, done, Set.of(tags));
  }

  @Override
  public Note[] createStorage(int size) {
    return new Note[size];
  }
}
