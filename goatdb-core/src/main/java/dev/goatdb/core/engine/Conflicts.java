package dev.goatdb.core.engine;

import dev.goatdb.api.Conflict;
import dev.goatdb.api.Item;
import dev.goatdb.core.graph.Node;
import dev.goatdb.core.merge.Explainer;
import dev.goatdb.core.repository.ItemEntry;
import dev.goatdb.core.repository.RepositoryEngine;
import dev.goatdb.merge.spi.MergeInput;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// What merges decided where more than one side had changed a field. Any thread.
///
/// @param explainer does merges once more
/// @param engine where
record Conflicts(Explainer explainer, RepositoryEngine engine) {

  /// {@return what became of one field, newest merge first}
  List<Conflict> of(ItemEntry item, String field) {
    List<Conflict> conflicts = new ArrayList<>();
    Predicate<String> wanted = field::equals;
    conflicts.addAll(merge(item, engine.history(item), wanted));
    new ItemHistory(engine, item)
        .nodes()
        .filter(node -> node.parentCount() > 1)
        .limit(Item.MOST_EXPLAINED)
        .forEach(node -> conflicts.addAll(merge(item, node.parents(), wanted)));
    return conflicts;
  }

  /// {@return what the open forks decide, by key and field}
  List<Conflict> ofOpenForks() {
    return engine.unusualItems().stream()
        .filter(item -> engine.heads(item).size() > 1)
        .flatMap(item -> merge(item, engine.history(item), field -> true).stream())
        .toList();
  }

  /// The last step comes first: its result is what people see.
  private List<Conflict> merge(ItemEntry item, List<Node> heads, Predicate<String> wanted) {
    if (heads.size() < 2 || !item.holes().isEmpty()) {
      return List.of();
    }
    return explainer.explain(heads, engine.materializer()).reversed().stream()
        .filter(decision -> wanted.test(decision.input().field().name()))
        .filter(Explainer.Decision::isConflict)
        .map(decision -> conflict(item, decision))
        .toList();
  }

  private Conflict conflict(ItemEntry item, Explainer.Decision decision) {
    MergeInput input = decision.input();
    List<Conflict.Side> sides = input.heads().stream().map(head -> side(head, decision)).toList();
    return new Conflict(
        engine.path(),
        item.key(),
        input.field().name(),
        input.base(),
        sides,
        decision.result(),
        decision.strategy().id(),
        sides.stream().anyMatch(side -> side.outcome() == Conflict.Outcome.NO_EFFECT));
  }

  private static Conflict.Side side(MergeInput.Head head, Explainer.Decision decision) {
    return new Conflict.Side(
        head.value(), head.commit(), head.author(), head.written(), outcome(head, decision));
  }

  private static Conflict.Outcome outcome(MergeInput.Head head, Explainer.Decision decision) {
    if (head.value().equals(decision.input().base())) {
      return Conflict.Outcome.UNCHANGED;
    }
    if (head.value().equals(decision.result())) {
      return Conflict.Outcome.WON;
    }
    return decision.isSameWithout(head) ? Conflict.Outcome.NO_EFFECT : Conflict.Outcome.MERGED;
  }
}
