package dev.goatdb.core.merge;

import dev.goatdb.api.value.RichText;
import dev.goatdb.api.value.RichText.Block;
import dev.goatdb.api.value.RichText.Mark;
import dev.goatdb.api.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Rich texts to merge, of few blocks with few names so that edits meet.
final class RichSamples {

  private static final String[] KINDS = {"p", "h1", "quote"};
  private static final String[] NAMES = {"bold", "link", "comment:1"};
  private static final int IDS = 6;

  private RichSamples() {}

  static RichText any(RandomGenerator random) {
    List<Block> blocks = new ArrayList<>();
    int count = random.nextInt(5);
    for (int i = 0; i < count; i++) {
      addNew(blocks, random);
    }
    return new RichText(blocks);
  }

  /// {@return a document with one to three small changes}
  static RichText edited(RichText rich, RandomGenerator random) {
    List<Block> blocks = new ArrayList<>(rich.blocks());
    for (int i = random.nextInt(3); i >= 0; i--) {
      edit(blocks, random);
    }
    return new RichText(blocks);
  }

  private static void edit(List<Block> blocks, RandomGenerator random) {
    if (blocks.isEmpty()) {
      addNew(blocks, random);
      return;
    }
    int at = random.nextInt(blocks.size());
    Block block = blocks.get(at);
    switch (random.nextInt(8)) {
      case 0 -> addNew(blocks, random);
      case 1 -> blocks.remove(at);
      case 2 -> blocks.add(random.nextInt(blocks.size()), blocks.remove(at));
      case 3 -> blocks.set(at, new Block(block.id(), kind(random), block.text(), block.marks()));
      case 4, 5 -> {
        String text = Samples.spliced(block.text(), random);
        blocks.set(at, new Block(block.id(), block.kind(), text, fitting(block.marks(), text)));
      }
      default ->
          blocks.set(
              at, new Block(block.id(), block.kind(), block.text(), marks(block.text(), random)));
    }
  }

  private static void addNew(List<Block> blocks, RandomGenerator random) {
    String id = "b" + random.nextInt(IDS);
    if (blocks.stream().noneMatch(block -> block.id().equals(id))) {
      String text = Samples.text(random, 8);
      blocks.add(
          random.nextInt(blocks.size() + 1),
          new Block(id, kind(random), text, marks(text, random)));
    }
  }

  private static String kind(RandomGenerator random) {
    return KINDS[random.nextInt(KINDS.length)];
  }

  private static List<Mark> fitting(List<Mark> marks, String text) {
    int length = text.codePointCount(0, text.length());
    return marks.stream().filter(mark -> mark.end() <= length).toList();
  }

  private static List<Mark> marks(String text, RandomGenerator random) {
    List<Mark> marks = new ArrayList<>();
    int length = text.codePointCount(0, text.length());
    for (int i = random.nextInt(3); i > 0 && length > 0; i--) {
      int start = random.nextInt(length);
      int end = start + 1 + random.nextInt(length - start);
      marks.add(
          new Mark(start, end, NAMES[random.nextInt(NAMES.length)], Value.of(random.nextInt(2))));
    }
    return marks;
  }
}
