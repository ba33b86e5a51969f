package dev.goatdb.testkit.property;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.goatdb.testkit.property.GraphPicture.Commit;
import java.util.List;
import org.junit.jupiter.api.Test;

class GraphPictureTest {

  private static Commit commit(String label, Integer... parents) {
    return new Commit(label, List.of(parents));
  }

  private static void assertPicture(String expected, Commit... commits) {
    assertEquals(expected.stripTrailing(), GraphPicture.of(List.of(commits)).replace("\r\n", "\n"));
  }

  @Test
  void drawsALine() {
    assertPicture(
        """
        ● 1 second
        ● 0 first
        """,
        commit("first"),
        commit("second", 0));
  }

  @Test
  void drawsAForkAndItsJoin() {
    assertPicture(
        """
        ● 3 both
        ├─╮
        ● │ 2 right
        │ ● 1 left
        ├─╯
        ● 0 base
        """,
        commit("base"),
        commit("left", 0),
        commit("right", 0),
        commit("both", 2, 1));
  }

  @Test
  void drawsSeveralHeadsOverOneBase() {
    assertPicture(
        """
        ● 3 c
        │ ● 2 b
        │ │ ● 1 a
        ├─┴─╯
        ● 0 base
        """,
        commit("base"),
        commit("a", 0),
        commit("b", 0),
        commit("c", 0));
  }

  @Test
  void drawsACrissCross() {
    assertPicture(
        """
        ● 4 d
        ├─╮
        │ │ ● 3 c
        │ │ ├─╮
        │ ├─┼─╯
        │ ● │ 2 b
        ├─┼─╯
        ● │ 1 a
        ├─╯
        ● 0 base
        """,
        commit("base"),
        commit("a", 0),
        commit("b", 0),
        commit("c", 1, 2),
        commit("d", 1, 2));
  }

  @Test
  void drawsTwoRoots() {
    assertPicture(
        """
        ● 2 both
        ├─╮
        ● │ 1 right
          ● 0 left
        """,
        commit("left"),
        commit("right"),
        commit("both", 1, 0));
  }

  @Test
  void refusesAParentThatComesLater() {
    assertThrows(
        IllegalArgumentException.class,
        () -> GraphPicture.of(List.of(commit("a", 1), commit("b"))));
  }
}
