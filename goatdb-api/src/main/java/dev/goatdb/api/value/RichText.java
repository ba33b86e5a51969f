package dev.goatdb.api.value;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/// A document of blocks, each with a stable id, a kind, text and marks. Immutable.
///
/// Stored, hashed and transported as a value of its own; until a strategy for rich text exists it
/// merges as a whole, by the last writer.
///
/// @param blocks the blocks in order; ids are distinct
public record RichText(List<Block> blocks) implements Value {

  /// A paragraph, a heading, a list entry.
  ///
  /// @param id stable name of the block within its document
  /// @param kind what the block is, for example `paragraph`
  /// @param text the text of the block
  /// @param marks spans of the text that mean something
  public record Block(String id, String kind, String text, List<Mark> marks) {
    /// Checks that every mark lies within the text.
    ///
    /// @throws IllegalArgumentException if a mark does not, or text is not well-formed
    public Block {
      new Text(id);
      new Text(kind);
      new Text(text);
      marks = List.copyOf(marks);
      for (Mark mark : marks) {
        if (mark.end() > text.codePointCount(0, text.length())) {
          throw new IllegalArgumentException(
              "block '" + id + "': " + mark + " ends after the text");
        }
      }
    }
  }

  /// A span of a block's text with a name and a value, for example `bold` = `true`.
  ///
  /// @param start first code point of the span
  /// @param end code point after the last one of the span
  /// @param name what the mark is
  /// @param value its value
  public record Mark(int start, int end, String name, Value value) {
    /// Checks the span.
    ///
    /// @throws IllegalArgumentException if the span is negative or empty
    public Mark {
      if (start < 0 || end <= start) {
        throw new IllegalArgumentException("mark '" + name + "': empty span " + start + ".." + end);
      }
      new Text(name);
      Objects.requireNonNull(value, "value");
    }
  }

  /// Checks that ids are distinct.
  ///
  /// @throws IllegalArgumentException if two blocks have one id
  public RichText {
    blocks = List.copyOf(blocks);
    Set<String> ids = new HashSet<>();
    for (Block block : blocks) {
      if (!ids.add(block.id())) {
        throw new IllegalArgumentException("two blocks have the id '" + block.id() + "'");
      }
    }
  }

  /// {@return a document with one `paragraph` for each line of a text}
  ///
  /// @param text the text; lines end with `\n`
  public static RichText of(String text) {
    List<Block> blocks = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      blocks.add(new Block("b" + blocks.size(), "paragraph", line, List.of()));
    }
    return new RichText(blocks);
  }

  /// {@return the text of all blocks, one line a block}
  public String plainText() {
    return blocks.stream().map(Block::text).collect(Collectors.joining("\n"));
  }
}
