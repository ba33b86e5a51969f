package dev.goatdb.core.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.goatdb.api.schema.Field;
import dev.goatdb.api.schema.FieldType;
import dev.goatdb.api.schema.StrategyId;
import dev.goatdb.api.value.RichText;
import dev.goatdb.api.value.RichText.Block;
import dev.goatdb.api.value.RichText.Mark;
import dev.goatdb.api.value.Value;
import dev.goatdb.merge.spi.MergeStrategy;
import dev.goatdb.testkit.property.Property;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RichTextMergeTest extends BuiltInContract {

  private static final Value YES = Value.of(true);

  @Override
  protected MergeStrategy strategy() {
    return new RichTextMerge();
  }

  @Override
  protected Field<?, ?> field() {
    return Field.of("page", FieldType.RICH_TEXT);
  }

  @Override
  protected Value anyValue(RandomGenerator random) {
    return RichSamples.any(random);
  }

  @Override
  protected Value edited(Value value, RandomGenerator random) {
    return value instanceof RichText rich ? RichSamples.edited(rich, random) : anyValue(random);
  }

  @Override
  protected boolean mergesParts() {
    return true;
  }

  private static Block block(String id, String text, Mark... marks) {
    return new Block(id, "p", text, List.of(marks));
  }

  private static Mark bold(int start, int end) {
    return new Mark(start, end, "bold", YES);
  }

  private static RichText page(Block... blocks) {
    return new RichText(List.of(blocks));
  }

  private static RichText ids(String letters) {
    return new RichText(Stream.of(letters.split("")).map(id -> block(id, "text " + id)).toList());
  }

  private static String order(Value value) {
    return value instanceof RichText(List<Block> blocks)
        ? String.join("", blocks.stream().map(Block::id).toList())
        : value.toString();
  }

  private Value merge(Value base, Value... values) {
    return strategy().merge(Heads.of(field(), base, values));
  }

  @Test
  void isTheDefaultOfRichText() {
    assertEquals(StrategyId.RICH_TEXT, field().strategy());
  }

  @Test
  void mergesTheTextOfABlockAndKeepsMarksAtTheirLetters() {
    assertEquals(
        page(block("a", "oh the old goat jumps", bold(7, 15))),
        merge(
            page(block("a", "the goat jumps", bold(4, 8))),
            page(block("a", "oh the goat jumps", bold(7, 11))),
            page(block("a", "the old goat jumps", bold(4, 12)))));
  }

  @Test
  void overlappingMarksOfOneNameBecomeOne() {
    assertEquals(
        page(block("a", "the goat jumps", bold(0, 14))),
        merge(
            page(block("a", "the goat jumps")),
            page(block("a", "the goat jumps", bold(0, 8))),
            page(block("a", "the goat jumps", bold(4, 14)))));
  }

  @Test
  void textTypedIntoAPassageThatSomebodyElseMarksIsMarked() {
    assertEquals(
        page(block("a", "the old goat jumps", bold(0, 18))),
        merge(
            page(block("a", "the goat jumps")),
            page(block("a", "the old goat jumps")),
            page(block("a", "the goat jumps", bold(0, 14)))));
  }

  @Test
  void textTypedIntoAPassageThatSomebodyElseUnmarksIsNotMarked() {
    assertEquals(
        page(block("a", "the old goat")),
        merge(
            page(block("a", "the goat", bold(0, 8))),
            page(block("a", "the old goat", bold(0, 12))),
            page(block("a", "the goat"))));
  }

  @Test
  void aMarkThatSomebodyTypedOnPurposeStays() {
    Mark italic = new Mark(0, 12, "italic", YES);
    assertEquals(
        page(block("a", "the old goat", italic, bold(4, 8))),
        merge(
            page(block("a", "the goat")),
            page(block("a", "the old goat", bold(4, 8))),
            page(block("a", "the goat", new Mark(0, 8, "italic", YES)))));
  }

  @Test
  void marksWithNamesOfTheirOwnOverlapAndOfOneNameTheLastWins() {
    Mark first = new Mark(0, 8, "comment:1", Value.of("yes"));
    Mark second = new Mark(4, 8, "comment:2", Value.of("no"));
    assertEquals(
        page(block("a", "the goat", first, second)),
        merge(page(block("a", "the goat")), with(first), with(second)));
    Mark link = new Mark(0, 8, "link", Value.of("a.example"));
    Mark later = new Mark(4, 8, "link", Value.of("b.example"));
    assertEquals(
        page(block("a", "the goat", new Mark(0, 4, "link", Value.of("a.example")), later)),
        merge(page(block("a", "the goat")), with(link), with(later)));
  }

  private static RichText with(Mark mark) {
    return page(block("a", "the goat", mark));
  }

  @Test
  void aBlockThatWasEditedStaysAlthoughAnotherRemovedIt() {
    RichText edited = page(block("a", "text a"), block("b", "more text b"), block("c", "text c"));
    assertEquals(edited, merge(ids("abc"), ids("ac"), edited));
    assertEquals("ac", order(merge(ids("abc"), ids("ac"), ids("bac"))), "a move is no edit");
  }

  @Test
  void theKindIsTheLastWriters() {
    RichText base = ids("a");
    RichText heading = page(new Block("a", "heading", "text a", List.of()));
    RichText quote = page(new Block("a", "quote", "text a", List.of()));
    RichText typed = page(block("a", "text a!"));
    assertEquals(
        page(new Block("a", "quote", "text a!", List.of())), merge(base, heading, quote, typed));
  }

  @Test
  void insertedBlocksStayTogether() {
    assertEquals("auvxyb", order(merge(ids("ab"), ids("auvb"), ids("axyb"))));
  }

  @Test
  void aBlockThatTwoHeadsMovedIsThereOnce() {
    assertEquals("bcda", order(merge(ids("abcd"), ids("bacd"), ids("bcda"))), "the last wins");
  }

  @Test
  void movesAroundEachOtherLoseNoBlock() {
    assertEquals(
        Set.of("a", "b", "c", "d"),
        Set.of(order(merge(ids("abcd"), ids("bcad"), ids("dabc"), ids("acbd"))).split("")));
  }

  /// Blocks that were moved behind each other wait for nobody: each that somebody has, and that
  /// nobody removed, is there exactly once, in every order of heads.
  @Test
  void everyBlockIsThereExactlyOnce() {
    record Moves(List<String> heads) {}
    Property.check(
        "moves",
        5_000,
        random -> {
          List<String> heads = new ArrayList<>();
          int count = 2 + random.nextInt(4);
          for (int i = 0; i < count; i++) {
            heads.add(shuffled("abcdef" + (char) ('u' + random.nextInt(6)), random));
          }
          return new Moves(heads);
        },
        moves -> {
          Value[] heads = moves.heads.stream().map(head -> ids(head)).toArray(Value[]::new);
          String order = order(merge(ids("abcdef"), heads));
          Set<String> expected = new HashSet<>(Set.of("abcdef".split("")));
          moves.heads.forEach(head -> expected.addAll(List.of(head.split(""))));
          assertEquals(expected, Set.of(order.split("")), "Set.of refuses what is there twice");
        });
  }

  private static String shuffled(String letters, RandomGenerator random) {
    StringBuilder order = new StringBuilder(letters);
    for (int i = random.nextInt(5); i > 0; i--) {
      char moved = order.charAt(random.nextInt(order.length()));
      order.deleteCharAt(order.indexOf(String.valueOf(moved)));
      order.insert(random.nextInt(order.length() + 1), moved);
    }
    return order.toString();
  }

  @Test
  void manyNamesOnALongTextTakeBoundedTime() {
    String text = "letter ".repeat(10_000);
    List<Mark> marks = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      marks.add(new Mark(i, i + 7, "comment:" + i, Value.of(i)));
    }
    RichText base = page(new Block("a", "p", text, List.of()));
    RichText marked = page(new Block("a", "p", text, marks));
    RichText typed = page(new Block("a", "p", "first " + text, List.of()));
    RichText merged = (RichText) merge(base, typed, marked);
    assertEquals("first " + text, merged.plainText());
    assertEquals(2_000, merged.blocks().getFirst().marks().size());
    assertEquals(6, merged.blocks().getFirst().marks().getFirst().start());
  }
}
