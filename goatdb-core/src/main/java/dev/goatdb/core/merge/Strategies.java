package dev.goatdb.core.merge;

import dev.goatdb.api.schema.StrategyId;
import dev.goatdb.merge.spi.MergeStrategy;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The merge strategies that were found, by id. Immutable; any thread.
public final class Strategies {

  private final Map<StrategyId, MergeStrategy> byId;

  private Strategies(Map<StrategyId, MergeStrategy> byId) {
    this.byId = Map.copyOf(byId);
  }

  /// {@return the strategies by their ids}
  ///
  /// @param found what was found
  /// @throws IllegalArgumentException if two have one id; names both classes
  public static Strategies of(Collection<? extends MergeStrategy> found) {
    Map<StrategyId, MergeStrategy> byId = new HashMap<>();
    for (MergeStrategy strategy : found) {
      MergeStrategy other = byId.putIfAbsent(strategy.id(), strategy);
      if (other != null) {
        throw new IllegalArgumentException(
            "two merge strategies are called '%s': %s and %s"
                .formatted(
                    strategy.id(), other.getClass().getName(), strategy.getClass().getName()));
      }
    }
    return new Strategies(byId);
  }

  /// {@return the strategy of an id}
  ///
  /// @param id name and version
  public Optional<MergeStrategy> find(StrategyId id) {
    return Optional.ofNullable(byId.get(id));
  }

  /// {@return the same strategies, which keep what they are asked and answer}
  ///
  /// @param decisions where it is kept
  Strategies kept(List<Explainer.Decision> decisions) {
    return of(byId.values().stream().map(each -> new Explainer.Kept(each, decisions)).toList());
  }

  /// {@return the ids, sorted and separated by commas, for messages}
  @Override
  public String toString() {
    return byId.keySet().stream()
        .map(StrategyId::toString)
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
