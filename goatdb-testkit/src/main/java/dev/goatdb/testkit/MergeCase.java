package dev.goatdb.testkit;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.CommitTime;
import dev.goatdb.api.commit.SessionId;
import dev.goatdb.api.schema.Field;
import dev.goatdb.api.value.Value;
import dev.goatdb.merge.spi.MergeInput;
import dev.goatdb.testkit.property.GraphPicture;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/// A base and what became of it on some sides, with write stamps as a real history has them: a side
/// that did not write the field carries the base's stamp, one that did a later one.
record MergeCase(Field<?, ?> field, Value base, List<MergeInput.Head> heads) {

  private static final long BASE_TIME = 1_000;

  /// {@return a case}
  ///
  /// @param field the field
  /// @param base the value before
  /// @param values what it became; equal to the base means untouched
  /// @param random draws the stamps of the sides, some of them equal
  static MergeCase of(Field<?, ?> field, Value base, List<Value> values, RandomGenerator random) {
    List<MergeInput.Head> heads = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      boolean untouched = values.get(i).equals(base);
      CommitTime written =
          CommitTime.ofMillis(untouched ? BASE_TIME : BASE_TIME + 1 + random.nextInt(3));
      CommitId commit = new CommitId(i + 1, 0, 0, 0);
      heads.add(new MergeInput.Head(values.get(i), commit, written, new SessionId(0, i)));
    }
    return new MergeCase(field, base, List.copyOf(heads));
  }

  MergeInput input() {
    return new MergeInput(field, base, heads);
  }

  List<Value> values() {
    return heads.stream().map(MergeInput.Head::value).toList();
  }

  MergeCase withHeads(List<MergeInput.Head> heads) {
    return new MergeCase(field, base, heads);
  }

  MergeCase withField(Field<?, ?> field) {
    return new MergeCase(field, base, heads);
  }

  /// {@return this case with other values in the same places}
  MergeCase map(UnaryOperator<Value> change) {
    List<MergeInput.Head> changed =
        heads.stream()
            .map(head ->
                new MergeInput.Head(
                    change.apply(head.value()), head.commit(), head.written(), head.author()))
            .toList();
    return new MergeCase(field, change.apply(base), changed);
  }

  /// {@return a picture of base and heads, for the message of a failed law}
  @Override
  public String toString() {
    List<GraphPicture.Commit> commits = new ArrayList<>();
    commits.add(new GraphPicture.Commit("base " + base, List.of()));
    for (MergeInput.Head head : heads) {
      String label = "head %s written %s".formatted(head.value(), head.written());
      commits.add(new GraphPicture.Commit(label, List.of(0)));
    }
    return System.lineSeparator() + GraphPicture.of(commits);
  }
}
