package dev.goatdb.core.merge;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.CommitTime;
import dev.goatdb.api.commit.SessionId;
import dev.goatdb.api.schema.Field;
import dev.goatdb.api.value.Value;
import dev.goatdb.merge.spi.MergeInput;
import java.util.ArrayList;
import java.util.List;

/// Questions to a strategy.
final class Heads {

  private Heads() {}

  /// {@return a question with one head for each value, each written later than the one before}
  static MergeInput of(Field<?, ?> field, Value base, Value... values) {
    List<MergeInput.Head> heads = new ArrayList<>();
    for (Value value : values) {
      int n = heads.size();
      heads.add(
          new MergeInput.Head(
              value, new CommitId(n, 0, 0, 0), CommitTime.ofMillis(n), new SessionId(0, n)));
    }
    return new MergeInput(field, base, heads);
  }
}
