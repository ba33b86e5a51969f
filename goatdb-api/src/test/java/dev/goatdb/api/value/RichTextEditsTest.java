package dev.goatdb.api.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.goatdb.api.value.RichText.Block;
import dev.goatdb.api.value.RichText.Mark;
import java.util.List;
import org.junit.jupiter.api.Test;

class RichTextEditsTest {

  private static final Value YES = Value.of(true);
  private static final RichText PAGE = RichText.of("the goat jumps\nover");

  private static Mark bold(int start, int end) {
    return new Mark(start, end, "bold", YES);
  }

  private static List<Mark> marks(RichText page) {
    return page.blocks().getFirst().marks();
  }

  private static String order(RichText page) {
    return String.join(" ", page.blocks().stream().map(Block::id).toList());
  }

  @Test
  void aMarkKeepsItsLetters() {
    RichText marked = PAGE.mark("b0", 4, 8, "bold", YES);
    assertEquals(List.of(bold(4, 8)), marks(marked));
    assertEquals(List.of(bold(8, 12)), marks(marked.replace("b0", 0, 3, "all the")));
    assertEquals(List.of(bold(4, 10)), marks(marked.replace("b0", 6, 6, "XX")), "typed inside");
    assertEquals(List.of(bold(6, 10)), marks(marked.replace("b0", 4, 4, "XX")), "at its edge");
    assertEquals(List.of(bold(4, 8)), marks(marked.replace("b0", 8, 8, "XX")), "at its other edge");
    assertEquals(List.of(bold(4, 6)), marks(marked.replace("b0", 6, 10, "XX")), "its end went");
    assertEquals(List.of(bold(4, 6)), marks(marked.replace("b0", 2, 6, "XX")), "its start went");
    assertEquals(List.of(), marks(marked.replace("b0", 2, 9, "XX")), "all of it went");
  }

  @Test
  void positionsAreIndicesAndMarksCountCodePoints() {
    RichText page = RichText.of("\uD83D\uDC10 goat").mark("b0", 3, 7, "bold", YES);
    assertEquals(List.of(bold(2, 6)), marks(page));
    assertThrows(IllegalArgumentException.class, () -> page.replace("b0", 1, 2, ""));
    assertThrows(IllegalArgumentException.class, () -> page.replace("b0", 0, 8, ""));
    assertThrows(IllegalArgumentException.class, () -> page.replace("b0", 3, 2, ""));
  }

  @Test
  void marksOfOneNameMakeWayForEachOther() {
    Value other = Value.of("red");
    RichText page = PAGE.mark("b0", 0, 8, "color", YES).mark("b0", 4, 6, "color", other);
    assertEquals(
        List.of(
            new Mark(0, 4, "color", YES),
            new Mark(6, 8, "color", YES),
            new Mark(4, 6, "color", other)),
        marks(page));
    assertEquals(List.of(new Mark(0, 2, "color", YES)), marks(page.unmark("b0", 2, 14, "color")));
  }

  @Test
  void blocksComeMoveAndGo() {
    RichText page = PAGE.insertBlock(1, new Block("new", "heading", "x", List.of()));
    assertEquals("b0 new b1", order(page));
    assertEquals("new b1 b0", order(page.moveBlock("b0", 2)));
    assertEquals("b0 b1", order(page.removeBlock("new")));
    assertThrows(IllegalArgumentException.class, () -> page.removeBlock("other"));
    assertThrows(
        IllegalArgumentException.class,
        () -> page.insertBlock(0, new Block("new", "p", "", List.of())));
  }
}
