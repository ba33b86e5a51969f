package dev.goatdb.core.merge;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.codec.Edits;
import dev.goatdb.core.codec.Splice;
import dev.goatdb.core.delta.EditScript;
import dev.goatdb.core.delta.TextDiff;
import dev.goatdb.core.graph.Node;
import dev.goatdb.merge.spi.TextEdit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The operations that were recorded between a base and a head, where the way from one to the other
/// is a line: each commit has one parent, and the last one's is the base.
///
/// What was typed is then known and need not be guessed by a comparison: of `aaa` and `aaaa` nobody
/// can tell where the letter came. Commits that did not touch a text have no operations on it, and
/// matter nothing; one that wrote it as a whole has none either, and then the operations do not
/// lead to the head's text, which is compared instead. Whether operations are used so depends on
/// the graph and on nothing else.
///
/// @param commits what the commits recorded, the oldest first
/// @param missing commits whose operations are not there
record RecordedLine(List<Edits> commits, List<CommitId> missing) {

  /// Most commits of a line; a longer one is compared, which takes less time then.
  static final int MAX_COMMITS = 4_096;

  /// Most operations on one text.
  static final int MAX_SPLICES = 8_192;

  /// No operations are known.
  static final RecordedLine NONE = new RecordedLine(List.of(), List.of());

  /// {@return the line from a base to a head, or none}
  static RecordedLine between(Node base, Node head, StateSource states) {
    List<Node> line = new ArrayList<>();
    Node node = head;
    while (node != base) {
      if (node.parentCount() != 1
          || node.generation() <= base.generation()
          || line.size() == MAX_COMMITS) {
        return NONE;
      }
      line.add(node);
      node = node.parent(0);
    }
    List<Edits> commits = new ArrayList<>(line.size());
    List<CommitId> missing = new ArrayList<>();
    for (Node each : line.reversed()) {
      states.edits(each).ifPresentOrElse(commits::add, () -> missing.add(each.id()));
    }
    return new RecordedLine(List.copyOf(commits), List.copyOf(missing));
  }

  /// {@return what was done to a text field; nothing if that is not known}
  ///
  /// @param field the field
  /// @param before its value at the base
  /// @param after its value at the head
  List<TextEdit> edits(String field, Value before, Value after) {
    if (before instanceof Value.Text(String base) && after instanceof Value.Text(String text)) {
      List<Splice> splices = splices(field);
      if (!splices.isEmpty() && splices.size() <= MAX_SPLICES) {
        return script(base, splices)
            .filter(edits -> TextDiff.apply(base, edits).equals(text))
            .map(RecordedLine::spoken)
            .orElse(List.of());
      }
    }
    return List.of();
  }

  private List<Splice> splices(String field) {
    List<Splice> splices = new ArrayList<>();
    for (Edits edits : commits) {
      for (Edits.FieldEdits made : edits.fields()) {
        if (made.field().equals(field)) {
          splices.addAll(made.splices());
        }
      }
    }
    return splices;
  }

  private static Optional<List<TextDiff.Edit>> script(String base, List<Splice> splices) {
    EditScript script = new EditScript(base);
    for (Splice splice : splices) {
      if (!script.add(splice)) {
        return Optional.empty();
      }
    }
    return Optional.of(script.edits());
  }

  private static List<TextEdit> spoken(List<TextDiff.Edit> edits) {
    return edits.stream()
        .map(edit -> new TextEdit(edit.position(), edit.deleted(), edit.inserted()))
        .toList();
  }
}
