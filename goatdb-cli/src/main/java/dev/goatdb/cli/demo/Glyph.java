package dev.goatdb.cli.demo;

import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.Schema;
import dev.goatdb.api.schema.StrategyId;
import java.util.Set;

/// A character of Unicode, as an item.
///
/// @param name its name
/// @param script the script it belongs to
/// @param block the block it lies in
/// @param category its general category
/// @param alias what people call it: the last writer wins
/// @param tags what people file it under: additions and removals all count
/// @param note what people say about it: characters merge
/// @param likes how many like it: increments all count
record Glyph(
    String name,
    String script,
    String block,
    String category,
    String alias,
    Set<String> tags,
    String note,
    long likes) {

  static final Schema<Glyph> SCHEMA =
      Schema.builder(Glyph.class, "glyph", 1)
          .with(Glyph::note, note -> note.strategy(StrategyId.TEXT))
          .with(Glyph::likes, likes -> likes.strategy(StrategyId.COUNTER))
          .build();

  static final Field<Glyph, Long> LIKES = SCHEMA.field(Glyph::likes);
  static final Field<Glyph, String> NOTE = SCHEMA.field(Glyph::note);

  Glyph withAlias(String alias) {
    return new Glyph(name, script, block, category, alias, tags, note, likes);
  }

  Glyph withTags(Set<String> tags) {
    return new Glyph(name, script, block, category, alias, tags, note, likes);
  }

  Glyph withNote(String note) {
    return new Glyph(name, script, block, category, alias, tags, note, likes);
  }

  Glyph withLikes(long likes) {
    return new Glyph(name, script, block, category, alias, tags, note, likes);
  }
}
