package dev.goatdb.it.e2e;

import dev.goatdb.api.GoatDbConfig;
import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.Schema;
import dev.goatdb.api.schema.StrategyId;
import dev.goatdb.api.trust.Verdict;
import java.net.URI;
import java.util.Map;
import java.util.Set;

/// The schema that most tests write with: a field for each kind of merging.
final class Notes {

  static final String PATH = "/notes/mine";
  static final URI ANY_PORT = URI.create("ws://localhost:0");

  record Note(
      String title, String body, Set<String> tags, long visits, Map<String, String> labels) {
    static Note of(String title, String body) {
      return new Note(title, body, Set.of(), 0, Map.of());
    }
  }

  static final Schema<Note> NOTE =
      Schema.builder(Note.class, "note", 1)
          .with(Note::body, body -> body.strategy(StrategyId.TEXT))
          .with(Note::visits, visits -> visits.strategy(StrategyId.COUNTER))
          .build();

  static final Field<Note, String> TITLE = NOTE.field(Note::title);
  static final Field<Note, String> BODY = NOTE.field(Note::body);
  static final Field<Note, Set<String>> TAGS = NOTE.field(Note::tags);
  static final Field<Note, Long> VISITS = NOTE.field(Note::visits);
  static final Field<Note, Map<String, String>> LABELS = NOTE.field(Note::labels);

  /// Everybody may do everything below `/notes`.
  static final GoatDbConfig SHARED =
      GoatDbConfig.DEFAULT.schemas(NOTE).rule("/notes/*", context -> Verdict.ALLOW);

  private Notes() {}
}
