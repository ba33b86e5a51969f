package dev.goatdb.cli.demo;

import dev.goatdb.api.Change;
import dev.goatdb.api.Query.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// A list on somebody's screen: starts empty and applies the changes of a live query, one by one.
/// Any thread.
final class LiveMirror implements Consumer<List<Change<Glyph>>> {

  private final int expected;
  private final List<Row<Glyph>> rows = new ArrayList<>();
  private final CompletableFuture<Void> complete = new CompletableFuture<>();
  private int batches;

  /// Waits for a number of rows.
  LiveMirror(int expected) {
    this.expected = expected;
  }

  @Override
  public synchronized void accept(List<Change<Glyph>> changes) {
    batches++;
    changes.forEach(this::apply);
    if (rows.size() >= expected) {
      complete.complete(null);
    }
  }

  private void apply(Change<Glyph> change) {
    switch (change) {
      case Change.Added<Glyph>(var row, int index) -> rows.add(index, row);
      case Change.Removed<Glyph>(_, int index) -> rows.remove(index);
      case Change.Moved<Glyph>(var row, int from, int to) -> {
        rows.remove(from);
        rows.add(to, row);
      }
      case Change.Updated<Glyph>(var row, int index, _) -> rows.set(index, row);
    }
  }

  /// Completes when all rows have come.
  CompletableFuture<Void> complete() {
    return complete;
  }

  synchronized List<Glyph> values() {
    return rows.stream().map(Row::value).toList();
  }

  synchronized int batches() {
    return batches;
  }
}
