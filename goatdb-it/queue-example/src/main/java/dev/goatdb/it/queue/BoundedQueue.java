package dev.goatdb.it.queue;

import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.FieldType;
import dev.goatdb.api.schema.StrategyId;
import dev.goatdb.api.value.Value;
import dev.goatdb.merge.spi.MergeInput;
import dev.goatdb.merge.spi.MergeStrategy;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// `queue@1`: tasks by name with their urgency, of which the most urgent ones are kept.
///
/// A task that any head added comes; one that any head took goes, unless another made it more or
/// less urgent; of several new urgencies the greatest counts. Then the most urgent tasks stay, of
/// equally urgent ones those whose names come first: as many as the parameter `limit` says, 100 if
/// it is not there. One head's queue alone is never cut.
public final class BoundedQueue implements MergeStrategy {

  private static final String LIMIT = "limit";
  private static final long USUAL_LIMIT = 100;

  /// Made by the service loader.
  public BoundedQueue() {}

  @Override
  public StrategyId id() {
    return new StrategyId("queue", 1);
  }

  @Override
  public boolean supports(FieldType<?> type) {
    return type instanceof FieldType.MapOf<?>(var element) && element instanceof FieldType.Int64;
  }

  @Override
  public Optional<String> complaint(Field<?, ?> field) {
    for (Map.Entry<String, Value> told : field.parameters().entrySet()) {
      if (!told.getKey().equals(LIMIT)) {
        return Optional.of("knows no parameter '" + told.getKey() + "'");
      }
      if (!(told.getValue() instanceof Value.Int64(long limit)) || limit < 1) {
        return Optional.of("takes a limit of 1 or more");
      }
    }
    return Optional.empty();
  }

  @Override
  public Value merge(MergeInput input) {
    List<MergeInput.Head> changed =
        input.changed().stream().filter(head -> !head.value().equals(Value.NULL)).toList();
    if (changed.isEmpty()) {
      return input.changed().isEmpty() ? input.base() : Value.NULL;
    }
    Value first = changed.getFirst().value();
    if (changed.stream().allMatch(head -> head.value().equals(first))) {
      return first;
    }
    if (!changed.stream().allMatch(head -> isQueue(head.value()))) {
      return changed.stream()
          .max(
              Comparator.comparing(MergeInput.Head::written).thenComparing(MergeInput.Head::commit))
          .orElseThrow()
          .value();
    }
    List<Map<String, Long>> queues = changed.stream().map(head -> tasks(head.value())).toList();
    return mostUrgent(merge(tasks(input.base()), queues), limit(input.field()));
  }

  private static Map<String, Long> merge(Map<String, Long> base, List<Map<String, Long>> queues) {
    TreeSet<String> names = new TreeSet<>(base.keySet());
    queues.forEach(queue -> names.addAll(queue.keySet()));
    Map<String, Long> merged = new TreeMap<>();
    for (String name : names) {
      Optional<Long> before = Optional.ofNullable(base.get(name));
      List<Optional<Long>> changes =
          queues.stream()
              .map(queue -> Optional.ofNullable(queue.get(name)))
              .filter(urgency -> !urgency.equals(before))
              .toList();
      Optional<Long> urgency = changes.stream().flatMap(Optional::stream).max(Long::compare);
      (changes.isEmpty() ? before : urgency).ifPresent(found -> merged.put(name, found));
    }
    return merged;
  }

  private static Value mostUrgent(Map<String, Long> tasks, long limit) {
    Map<String, Value> kept = new LinkedHashMap<>();
    tasks.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(limit)
        .forEach(task -> kept.put(task.getKey(), Value.of(task.getValue().longValue())));
    return Value.of(kept);
  }

  private static long limit(Field<?, ?> field) {
    Value limit = field.parameters().getOrDefault(LIMIT, Value.of(USUAL_LIMIT));
    return limit instanceof Value.Int64(long number) ? number : USUAL_LIMIT;
  }

  private static boolean isQueue(Value value) {
    return value instanceof Value.MapOf(Map<String, Value> entries)
        && entries.values().stream().allMatch(Value.Int64.class::isInstance);
  }

  /// The tasks of a queue; of anything else, none.
  private static Map<String, Long> tasks(Value value) {
    Map<String, Long> tasks = new TreeMap<>();
    if (value instanceof Value.MapOf(Map<String, Value> entries) && isQueue(value)) {
      entries.forEach((name, urgency) -> tasks.put(name, ((Value.Int64) urgency).value()));
    }
    return tasks;
  }
}
