package dev.goatdb.api.value;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// A document of blocks, each with a stable id, a kind, text and marks. Immutable.
///
/// Stored, hashed and transported as a value of its own. It merges by `richtext@1`: blocks are the
/// same where their ids are, so give a new block an id that nobody else gives, such as a random
/// one.
///
/// Places in a block's text are indices as of [StringBuilder] for whoever edits, and code points in
/// a [Mark], which is what is stored.
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

  /// {@return this document with another text in place of a passage of a block}
  ///
  /// Marks keep their letters. One grows with what is typed inside it, not with what is typed at
  /// its edges, and goes when all its letters go.
  ///
  /// @param block the block's id
  /// @param start the first index to replace
  /// @param end the index after the last one
  /// @param text what comes in their place
  /// @throws IllegalArgumentException if there is no such block, or the passage lies outside its
  ///   text or splits a surrogate pair
  public RichText replace(String block, int start, int end, String text) {
    return with(block, found -> BlockEdits.replace(found, start, end, text));
  }

  /// {@return this document with a mark on a passage of a block} Where the passage has marks of
  /// that name, they make way.
  ///
  /// @param block the block's id
  /// @param start the first index of the passage
  /// @param end the index after the last one
  /// @param name what the mark is; marks that may overlap others of their kind need names of their
  ///   own, such as `comment:7f3a`
  /// @param value its value
  /// @throws IllegalArgumentException if there is no such block, or the passage is empty, lies
  ///   outside its text or splits a surrogate pair
  public RichText mark(String block, int start, int end, String name, Value value) {
    return with(
        block,
        found ->
            BlockEdits.mark(BlockEdits.unmark(found, start, end, name), start, end, name, value));
  }

  /// {@return this document without marks of a name on a passage of a block}
  ///
  /// @param block the block's id
  /// @param start the first index of the passage
  /// @param end the index after the last one
  /// @param name what the marks are
  /// @throws IllegalArgumentException as [#mark(String, int, int, String, Value)]
  public RichText unmark(String block, int start, int end, String name) {
    return with(block, found -> BlockEdits.unmark(found, start, end, name));
  }

  /// {@return this document with one more block}
  ///
  /// @param index where, from 0
  /// @param block the block
  /// @throws IllegalArgumentException if its id is there already
  /// @throws IndexOutOfBoundsException if the index lies outside the document
  public RichText insertBlock(int index, Block block) {
    List<Block> changed = new ArrayList<>(blocks);
    changed.add(index, block);
    return new RichText(changed);
  }

  /// {@return this document with a block at another place}
  ///
  /// @param block the block's id
  /// @param index where it is afterwards, from 0
  /// @throws IllegalArgumentException if there is no such block
  /// @throws IndexOutOfBoundsException if the index lies outside the document
  public RichText moveBlock(String block, int index) {
    List<Block> changed = new ArrayList<>(blocks);
    changed.add(index, changed.remove(indexOf(block)));
    return new RichText(changed);
  }

  /// {@return this document without a block}
  ///
  /// @param block the block's id
  /// @throws IllegalArgumentException if there is no such block
  public RichText removeBlock(String block) {
    List<Block> changed = new ArrayList<>(blocks);
    changed.remove(indexOf(block));
    return new RichText(changed);
  }

  private RichText with(String block, UnaryOperator<Block> change) {
    List<Block> changed = new ArrayList<>(blocks);
    int index = indexOf(block);
    changed.set(index, change.apply(changed.get(index)));
    return new RichText(changed);
  }

  private int indexOf(String block) {
    for (int i = 0; i < blocks.size(); i++) {
      if (blocks.get(i).id().equals(block)) {
        return i;
      }
    }
    throw new IllegalArgumentException("no block has the id '" + block + "'");
  }

  /// {@return the text of all blocks, one line a block}
  public String plainText() {
    return blocks.stream().map(Block::text).collect(Collectors.joining("\n"));
  }
}
