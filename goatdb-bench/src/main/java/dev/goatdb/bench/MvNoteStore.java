package dev.goatdb.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.StringDataType;

/// MVStore, used well: one map from key to note with types of its own, `commit` and `sync` where
/// something must be forced, and its background writer for the rest. It has no queries; they are
/// loops over a cursor, the sorted one with a heap of the best.
final class MvNoteStore implements Store {

  private final MVStore store;
  private final MVMap<String, Note> notes;

  MvNoteStore(Path directory) {
    store =
        new MVStore.Builder()
            .fileName(directory.resolve("notes.mv").toString())
            .cacheSize((int) (Contender.CACHE_BYTES >> 20))
            .open();
    notes =
        store.openMap(
            "notes",
            new MVMap.Builder<String, Note>()
                .keyType(StringDataType.INSTANCE)
                .valueType(new NoteType()));
  }

  @Override
  public void load(List<Keyed> all) {
    writeTogether(all);
  }

  @Override
  public Note read(String key) {
    Note note = notes.get(key);
    if (note == null) {
      throw new IllegalStateException("no note " + key);
    }
    return note;
  }

  @Override
  public long readEach(List<String> keys) {
    long sum = 0;
    for (String key : keys) {
      sum += read(key).weight();
    }
    return sum;
  }

  @Override
  public long scan() {
    long sum = 0;
    for (Cursor<String, Note> cursor = notes.cursor(null); cursor.hasNext(); ) {
      cursor.next();
      sum += cursor.getValue().weight();
    }
    return sum;
  }

  @Override
  public List<Note> openBelow(long rank) {
    List<Note> found = new ArrayList<>();
    for (Cursor<String, Note> cursor = notes.cursor(null); cursor.hasNext(); ) {
      cursor.next();
      Note note = cursor.getValue();
      if (!note.done() && note.rank() < rank) {
        found.add(note);
      }
    }
    return found;
  }

  @Override
  public List<Note> firstOpen(int count) {
    Comparator<Map.Entry<String, Note>> order =
        Comparator.comparing((Map.Entry<String, Note> entry) -> entry.getValue().title())
            .thenComparing(Map.Entry::getKey);
    PriorityQueue<Map.Entry<String, Note>> best = new PriorityQueue<>(order.reversed());
    for (Cursor<String, Note> cursor = notes.cursor(null); cursor.hasNext(); ) {
      String key = cursor.next();
      if (!cursor.getValue().done()) {
        offer(best, Map.entry(key, cursor.getValue()), order, count);
      }
    }
    return best.stream().sorted(order).map(Map.Entry::getValue).toList();
  }

  private static void offer(
      PriorityQueue<Map.Entry<String, Note>> best,
      Map.Entry<String, Note> entry,
      Comparator<Map.Entry<String, Note>> order,
      int count) {
    if (best.size() < count) {
      best.add(entry);
    } else if (order.compare(entry, best.element()) < 0) {
      best.remove();
      best.add(entry);
    }
  }

  @Override
  public void writeForced(Keyed note) {
    notes.put(note.key(), note.note());
    force();
  }

  @Override
  public void writeTogether(List<Keyed> all) {
    for (Keyed note : all) {
      notes.put(note.key(), note.note());
    }
    force();
  }

  private void force() {
    store.commit();
    store.sync();
  }

  @Override
  public void writeEach(List<Keyed> all) {
    for (Keyed note : all) {
      notes.put(note.key(), note.note());
    }
    store.commit();
  }

  @Override
  public long count() {
    return notes.sizeAsLong();
  }

  @Override
  public void close() {
    store.close();
  }
}
