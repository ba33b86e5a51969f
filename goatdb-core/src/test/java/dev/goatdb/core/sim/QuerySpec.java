package dev.goatdb.core.sim;

import dev.goatdb.api.GoatDb;
import dev.goatdb.api.Query;
import dev.goatdb.api.Query.Row;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.schema.Document;
import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.FieldType;
import dev.goatdb.api.schema.Schema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// What a random query looks for, and what that means in plain Java.
///
/// @param pattern where, as a pattern of paths or one path
/// @param first what is asked of the items
/// @param chained what is asked of the results
record QuerySpec(String pattern, Stage first, Optional<Stage> chained) {

  static final Field<Document, String> TITLE = Field.of("title", FieldType.TEXT).required();
  static final Field<Document, Long> RANK = Field.of("rank", FieldType.INT64).orElse(0L);
  static final Field<Document, Boolean> DONE = Field.of("done", FieldType.BOOL).orElse(false);
  static final Schema<Document> OLD_TASK = Schema.of("task", 1, TITLE);
  static final Schema<Document> TASK =
      Schema.builder("task", 2, TITLE, RANK, DONE)
          .upgrade(OLD_TASK, old -> old.with(RANK, 2L))
          .build();

  static Document task(String title, long rank, boolean done) {
    return Document.of(TASK).with(TITLE, title).with(RANK, rank).with(DONE, done);
  }

  static Document oldTask(String title) {
    return Document.of(OLD_TASK).with(TITLE, title);
  }

  /// One query.
  ///
  /// @param filter 0 none, 1 a test of the value, 2 of a field, 3 both
  /// @param sort 0 none, 1 by a key, 2 by a field, 3 by a comparator
  record Stage(int filter, int sort, boolean isDescending, int offset, int limit) {

    static Stage random(RandomGenerator random) {
      boolean isWhole = random.nextInt(2) == 0;
      return new Stage(
          random.nextInt(4),
          random.nextInt(4),
          random.nextInt(2) == 0,
          isWhole ? 0 : random.nextInt(3),
          isWhole ? Integer.MAX_VALUE : random.nextInt(5));
    }

    Query.Builder<Document> of(Query.Builder<Document> query) {
      Query.Builder<Document> built = query.offset(offset).limit(limit);
      if ((filter & 1) != 0) {
        built = built.where(task -> !task.get(DONE));
      }
      if ((filter & 2) != 0) {
        built = built.where(RANK, rank -> rank > 0);
      }
      built =
          switch (sort) {
            case 0 -> built;
            case 1 -> built.sortBy(task -> task.get(TITLE));
            case 2 -> built.sortBy(RANK);
            default ->
                built.sortBy(
                    Comparator.comparing((Document task) -> task.get(DONE))
                        .thenComparing(task -> task.get(TITLE)));
          };
      return isDescending ? built.descending() : built;
    }

    /// What it finds among some rows that stand in an order of their own, or by key.
    List<Row<Document>> of(List<Row<Document>> rows, Optional<Comparator<Row<Document>>> before) {
      return rows.stream()
          .filter(row -> (filter & 1) == 0 || !row.value().get(DONE))
          .filter(row -> (filter & 2) == 0 || row.value().get(RANK) > 0)
          .sorted(order(before))
          .skip(offset)
          .limit(limit)
          .toList();
    }

    private Comparator<Row<Document>> order(Optional<Comparator<Row<Document>>> before) {
      Comparator<Row<Document>> keys =
          Comparator.<Row<Document>, String>comparing(row -> row.item().key())
              .thenComparing(row -> row.item().repository().path());
      Comparator<Row<Document>> values =
          switch (sort) {
            case 0 -> null;
            case 1 -> Comparator.comparing(row -> row.value().get(TITLE));
            case 2 -> Comparator.comparing(row -> row.value().get(RANK));
            default ->
                Comparator.<Row<Document>, Boolean>comparing(row -> row.value().get(DONE))
                    .thenComparing(row -> row.value().get(TITLE));
          };
      if (values == null) {
        return before.orElse(isDescending ? keys.reversed() : keys);
      }
      return (isDescending ? values.reversed() : values).thenComparing(keys);
    }
  }

  static QuerySpec random(RandomGenerator random) {
    String pattern =
        switch (random.nextInt(4)) {
          case 0 -> "/data/*";
          case 1 -> "/*/r*";
          case 2 -> "/data/r1";
          default -> "/data/r0";
        };
    return new QuerySpec(
        pattern,
        Stage.random(random),
        random.nextInt(2) == 0
            ? Optional.of(unsortedKeepsTheOrder(Stage.random(random)))
            : Optional.empty());
  }

  /// A chained query that is not sorted stands in its parent's order; descending would turn it.
  private static Stage unsortedKeepsTheOrder(Stage stage) {
    return stage.sort() == 0
        ? new Stage(stage.filter(), 0, false, stage.offset(), stage.limit())
        : stage;
  }

  Query.Builder<Document> builder(GoatDb database) {
    Query.Builder<Document> query =
        pattern.contains("*")
            ? database.query(TASK, pattern)
            : database.repository(pattern).query(TASK);
    return first.of(query);
  }

  /// What it finds, worked out in plain Java.
  List<Row<Document>> expected(GoatDb database) {
    List<Row<Document>> rows = new ArrayList<>();
    for (RepositoryPath path : database.repositories()) {
      if (path.toString().matches(pattern.replace("*", "[^/]*"))) {
        var repository = database.repository(path.toString());
        for (String key : repository.keys()) {
          var item = repository.item(TASK, key);
          item.value().ifPresent(value -> rows.add(new Row<>(item, value)));
        }
      }
    }
    List<Row<Document>> found = first.of(rows, Optional.empty());
    return chained
        .map(stage -> stage.of(found, Optional.of(first.order(Optional.empty()))))
        .orElse(found);
  }
}
