package dev.goatdb.testkit.sim;

import dev.goatdb.api.schema.Document;
import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.FieldType;
import dev.goatdb.api.schema.Schema;
import dev.goatdb.api.schema.StrategyId;
import dev.goatdb.api.value.RichText;
import dev.goatdb.api.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the simulated items hold: a field for each strategy.
final class Note {

  static final Field<Document, String> TITLE = Field.of("title", FieldType.TEXT).orElse("");
  static final Field<Document, Long> STARS = Field.of("stars", FieldType.INT64).orElse(0L);
  static final Field<Document, Boolean> DONE = Field.of("done", FieldType.BOOL).orElse(false);
  static final Field<Document, Long> VOTES =
      Field.of("votes", FieldType.INT64).strategy(StrategyId.COUNTER).orElse(0L);
  static final Field<Document, Set<String>> TAGS =
      Field.of("tags", FieldType.setOf(FieldType.TEXT)).orElse(Set.of());
  static final Field<Document, Map<String, String>> MARKS =
      Field.of("marks", FieldType.mapOf(FieldType.TEXT)).orElse(Map.of());
  static final Field<Document, String> BODY =
      Field.of("body", FieldType.TEXT).strategy(StrategyId.TEXT).orElse("");

  static final Field<Document, Long> PEAK =
      Field.of("peak", FieldType.INT64).strategy(StrategyId.MAX).orElse(0L);
  static final Field<Document, Double> LOW =
      Field.of("low", FieldType.FLOAT64).strategy(StrategyId.MIN).orElse(0.0);
  static final Field<Document, List<String>> OWNER =
      Field.of("owner", FieldType.listOf(FieldType.TEXT))
          .strategy(StrategyId.MULTI)
          .orElse(List.of());
  static final Field<Document, List<String>> STEPS =
      Field.of("steps", FieldType.listOf(FieldType.TEXT))
          .strategy(StrategyId.LIST)
          .orElse(List.of());
  static final Field<Document, RichText> PAGE =
      Field.of("page", FieldType.RICH_TEXT).orElse(new RichText(List.of()));
  static final Field<Document, Map<String, Value>> DETAILS =
      Field.of("details", FieldType.mapOf(FieldType.ANY)).orElse(Map.of());

  static final Schema<Document> SCHEMA =
      Schema.of(
          "sim-note",
          1,
          TITLE,
          STARS,
          DONE,
          VOTES,
          TAGS,
          MARKS,
          BODY,
          PEAK,
          LOW,
          OWNER,
          STEPS,
          PAGE,
          DETAILS);

  private Note() {}
}
