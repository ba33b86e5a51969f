package dev.goatdb.core.query;

import dev.goatdb.api.Query.Row;
import dev.goatdb.api.commit.RepositoryPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// The items of one or several repositories. Any thread.
///
/// @param feeds tell of changes
/// @param name names the source in messages
/// @param present the repositories that there are
/// @param joins which of those that are opened later take part
/// @param readers reads the items of a repository
/// @param fields finds the fields that differ
/// @param <T> type of the values
public record RepositorySource<T>(
    Feeds feeds,
    String name,
    Supplier<List<RepositoryPath>> present,
    Predicate<RepositoryPath> joins,
    Function<RepositoryPath, Reader<T>> readers,
    FieldDiff<T> fields)
    implements Source<T> {

  @Override
  public Set<String> between(T before, T after) {
    return fields.between(before, after);
  }

  @Override
  public List<Row<T>> list(Selection<T> selection, ScanProgress progress) {
    List<RepositoryPath> paths = present.get();
    if (paths.size() == 1) {
      return list(paths.getFirst(), selection, progress);
    }
    Selection<T> first = // no repository can give more than all together
        new Selection<>(
            selection.fieldTests(),
            selection.test(),
            selection.order(),
            selection.isDescending(),
            new Window(0, selection.window().end()));
    List<Row<T>> rows = new ArrayList<>();
    for (RepositoryPath path : paths) {
      rows.addAll(list(path, first, progress));
    }
    rows.sort(selection.rowOrder());
    int from = Math.min(selection.window().offset(), rows.size());
    return List.copyOf(rows.subList(from, Math.min(selection.window().end(), rows.size())));
  }

  private List<Row<T>> list(RepositoryPath path, Selection<T> selection, ScanProgress progress) {
    Reader<T> reader = readers.apply(path);
    Scan<T> scan = new Scan<>(path.toString(), reader, selection);
    Collected<T> collected = Collected.by(path.toString(), selection, scan.total());
    run(scan, collected, progress);
    return collected.rows(reader);
  }

  private static <T> void run(Scan<T> scan, Scan.Sink<T> sink, ScanProgress progress) {
    while (scan.advance(Scan.SLICE, sink)) {
      progress.advanced(scan.done(), scan.total());
    }
    progress.advanced(scan.total(), scan.total());
  }

  @Override
  public int count(Selection<T> selection, ScanProgress progress) {
    int[] matching = {0};
    for (RepositoryPath path : present.get()) {
      Scan<T> scan = new Scan<>(path.toString(), readers.apply(path), selection);
      run(scan, (item, value) -> ++matching[0] < selection.window().end(), progress);
    }
    return selection.window().count(matching[0]);
  }

  @Override
  public Connection connect(LiveQuery<T> query) {
    RepositoryConnection<T> connection = new RepositoryConnection<>(this, query);
    connection.open();
    return connection;
  }
}
