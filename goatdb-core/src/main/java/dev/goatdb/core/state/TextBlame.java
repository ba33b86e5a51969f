package dev.goatdb.core.state;

import dev.goatdb.api.value.Value;
import dev.goatdb.core.codec.CodecException;
import dev.goatdb.core.codec.CommitRecord;
import dev.goatdb.core.codec.Edits;
import dev.goatdb.core.codec.Splice;
import dev.goatdb.core.codec.State;
import dev.goatdb.core.delta.KeptRuns;
import dev.goatdb.core.delta.Splices;
import dev.goatdb.core.graph.Node;
import dev.goatdb.core.merge.MergeResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/// Who wrote each part of a text.
///
/// **Idea.** Parts of the present text are handed down through the graph, from a commit to its
/// parents, always by the commit of the highest generation, until they come to the commit that
/// inserted them. What a commit did is what it recorded, where it did, else the difference between
/// its text and the merged text of its parents. Below a merge, a part goes to the first parent that
/// has it. The walk ends when every part has found its origin, so a text that was written lately
/// costs little, however long its history is.
///
/// **Bound.** What cannot be read or merged ends there: the part is said to be of the oldest commit
/// that is known to have it. One use, one thread.
///
/// **Source.** As `git blame` does, over code points instead of lines.
public final class TextBlame {

  private static final Comparator<Node> HIGHEST_FIRST =
      Comparator.comparingInt(Node::generation).thenComparingInt(Node::ordinal).reversed();

  /// A part of the text of one commit.
  ///
  /// @param start first code point, there
  /// @param end behind the last one, there
  /// @param target where it begins in the present text
  private record Part(int start, int end, int target) {}

  /// A part of the present text, in code points.
  ///
  /// @param start first code point
  /// @param end behind the last one
  /// @param node the commit that wrote it
  public record Origin(int start, int end, Node node) {}

  private final Materializer states;
  private final String field;
  private final PriorityQueue<Node> next = new PriorityQueue<>(HIGHEST_FIRST);
  private final Map<Node, List<Part>> open = new HashMap<>();
  private final List<Origin> origins = new ArrayList<>();

  /// @param states makes values
  /// @param field a field that holds text
  public TextBlame(Materializer states, String field) {
    this.states = states;
    this.field = field;
  }

  /// {@return who wrote each part, in order and without gaps}
  ///
  /// @param heads the present heads
  /// @param text their merged value
  public List<Origin> of(List<Node> heads, String text) {
    int length = text.codePointCount(0, text.length());
    if (length == 0) {
      return List.of();
    }
    Node newest = heads.stream().max(Node.BY_TIME).orElseThrow();
    handDown(List.of(new Part(0, length, 0)), text, heads, newest);
    while (!next.isEmpty()) {
      Node node = next.remove();
      explain(node, open.getOrDefault(node, List.of()));
      open.remove(node);
    }
    return joined();
  }

  private void explain(Node node, List<Part> parts) {
    Optional<String> text = text(List.of(node));
    Optional<String> before = text(node.parents());
    if (node.parentCount() == 0 || text.isEmpty() || before.isEmpty()) {
      found(parts, node);
      return;
    }
    List<Part> rest = new ArrayList<>();
    List<Part> older = kept(parts, runs(node, before.get(), text.get()), rest);
    found(rest, node);
    handDown(older, before.get(), node.parents(), node);
  }

  /// Gives each part to the first parent that has it; what none has is of the one that merged.
  private void handDown(List<Part> parts, String text, List<Node> parents, Node merger) {
    List<Part> left = parts;
    for (Node parent : parents) {
      if (left.isEmpty()) {
        return;
      }
      if (parents.size() == 1) {
        open(parent).addAll(left);
        return;
      }
      List<Part> rest = new ArrayList<>();
      String theirs = text(List.of(parent)).orElse("");
      List<Part> kept = kept(left, KeptRuns.between(theirs, text), rest);
      if (!kept.isEmpty()) {
        open(parent).addAll(kept);
      }
      left = rest;
    }
    found(left, merger);
  }

  private List<Part> open(Node node) {
    return open.computeIfAbsent(
        node,
        n -> {
          next.add(n);
          return new ArrayList<>();
        });
  }

  private void found(List<Part> parts, Node node) {
    for (Part part : parts) {
      origins.add(new Origin(part.target, part.target + part.end - part.start, node));
    }
  }

  /// {@return the parts that come out of an earlier text, in its positions}
  ///
  /// @param rest gains what does not, in the later text's positions
  private static List<Part> kept(List<Part> parts, List<KeptRuns.Run> runs, List<Part> rest) {
    List<Part> kept = new ArrayList<>();
    for (Part part : parts) {
      int from = part.start;
      for (int i = firstBehind(runs, part.start); i < runs.size(); i++) {
        KeptRuns.Run run = runs.get(i);
        int start = Math.max(from, run.start());
        int end = Math.min(part.end, run.end());
        if (start >= part.end) {
          break;
        }
        add(rest, from, start, part.target + from - part.start);
        int origin = run.origin() + start - run.start();
        add(kept, origin, origin + end - start, part.target + start - part.start);
        from = end;
      }
      add(rest, from, part.end, part.target + from - part.start);
    }
    return kept;
  }

  /// The first run that ends behind a position.
  private static int firstBehind(List<KeptRuns.Run> runs, int position) {
    int low = 0;
    int high = runs.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (runs.get(middle).end() <= position) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static void add(List<Part> parts, int start, int end, int target) {
    if (start < end) {
      parts.add(new Part(start, end, target));
    }
  }

  private List<KeptRuns.Run> runs(Node node, String before, String text) {
    List<Splice> splices = recorded(node);
    try {
      if (!splices.isEmpty() && Splices.applyInOrder(before, splices).equals(text)) {
        return KeptRuns.after(before.codePointCount(0, before.length()), splices);
      }
    } catch (CodecException e) {
      // Operations that do not fit say nothing; the texts do.
    }
    return KeptRuns.between(before, text);
  }

  private List<Splice> recorded(Node node) {
    try {
      return states.record(node.id()).map(CommitRecord::edits).orElse(Edits.NONE).fields().stream()
          .filter(edits -> edits.field().equals(field))
          .findFirst()
          .map(Edits.FieldEdits::splices)
          .orElse(List.of());
    } catch (IOException | CodecException e) {
      return List.of(); // its state was read, so the difference of texts answers
    }
  }

  private Optional<String> text(List<Node> heads) {
    if (heads.isEmpty() || !(states.value(heads) instanceof MergeResult.Merged(State state))) {
      return Optional.empty();
    }
    return Optional.of(state.value(field) instanceof Value.Text(String text) ? text : "");
  }

  private List<Origin> joined() {
    origins.sort(Comparator.comparingInt(Origin::start));
    List<Origin> joined = new ArrayList<>();
    for (Origin origin : origins) {
      Origin last = joined.isEmpty() ? null : joined.getLast();
      if (last != null && last.end == origin.start && last.node == origin.node) {
        joined.set(joined.size() - 1, new Origin(last.start, origin.end, origin.node));
      } else {
        joined.add(origin);
      }
    }
    return List.copyOf(joined);
  }
}
