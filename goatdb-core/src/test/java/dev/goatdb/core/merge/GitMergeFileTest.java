package dev.goatdb.core.merge;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Compares merged texts with those of `git merge-file`, where that sees no conflict. Skipped where
/// there is no git.
class GitMergeFileTest {

  private static final int DOCUMENTS = Integer.getInteger("goatdb.git.documents", 1_000);
  private static final long SEED = Long.getLong("goatdb.git.seed", 1);
  private static final String[] WORDS = {
    "goat", "item", "merge", "head", "base", "commit", "value", "return", "if", "text", "peer",
    "log"
  };

  /// Of a hundred documents that git merges, so many at least must come out the same.
  private static final int SAME_OF_HUNDRED = 98;

  @TempDir Path directory;

  private record Documents(String base, String left, String right) {
    static Documents draw(Random random) {
      List<String> base = new ArrayList<>();
      int count = 5 + random.nextInt(40);
      for (int i = 0; i < count; i++) {
        base.add(line(random));
      }
      return new Documents(joined(base), edited(base, random), edited(base, random));
    }

    private static String joined(List<String> lines) {
      return String.join("", lines);
    }

    /// Now and then a line that is everywhere, as an empty one or a brace.
    private static String line(Random random) {
      return switch (random.nextInt(8)) {
        case 0 -> "\n";
        case 1 -> "}\n";
        default -> {
          StringBuilder line = new StringBuilder(" ".repeat(2 * random.nextInt(3)));
          int words = 2 + random.nextInt(5);
          for (int i = 0; i < words; i++) {
            line.append(i == 0 ? "" : " ").append(word(random));
          }
          yield line.append('\n').toString();
        }
      };
    }

    private static String word(Random random) {
      return WORDS[random.nextInt(WORDS.length)]
          + (random.nextInt(3) == 0 ? random.nextInt(100) : "");
    }

    private static String edited(List<String> base, Random random) {
      List<String> lines = new ArrayList<>(base);
      for (int edits = 1 + random.nextInt(4); edits > 0; edits--) {
        int at = random.nextInt(lines.size());
        switch (random.nextInt(4)) {
          case 0 -> {
            for (int i = random.nextInt(3); i >= 0; i--) {
              lines.add(at, line(random));
            }
          }
          case 1 -> {
            if (lines.size() > 3) {
              lines.remove(at);
            }
          }
          case 2 -> lines.set(at, line(random));
          default -> {
            String[] words = lines.get(at).stripTrailing().split(" ");
            words[random.nextInt(words.length)] = word(random);
            lines.set(at, String.join(" ", words) + "\n");
          }
        }
      }
      return joined(lines);
    }
  }

  /// {@return what git makes of it; nothing if it sees a conflict}
  private Optional<String> git(Documents documents) throws IOException, InterruptedException {
    Path left = write("left", documents.left);
    Path base = write("base", documents.base);
    Path right = write("right", documents.right);
    Process git =
        new ProcessBuilder(
                "git", "merge-file", "-p", "-q", left.toString(), base.toString(), right.toString())
            .start();
    String merged = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return git.waitFor() == 0 ? Optional.of(merged) : Optional.empty();
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private static boolean hasGit() throws InterruptedException {
    try {
      Process git = new ProcessBuilder("git", "--version").start();
      return git.waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void whereGitMergesWithoutConflictOursGivesTheSameText()
      throws IOException, InterruptedException {
    assumeTrue(hasGit(), "there is no git to compare with");
    Random random = new Random(SEED);
    int clean = 0;
    int same = 0;
    List<String> different = new ArrayList<>();
    for (int i = 0; i < DOCUMENTS; i++) {
      Documents documents = Documents.draw(random);
      Optional<String> theirs = git(documents);
      if (theirs.isPresent()) {
        clean++;
        String ours = TextMerge.merge(documents.base, List.of(documents.left, documents.right));
        if (ours.equals(theirs.get())) {
          same++;
        } else {
          different.add(
              "--- base%n%s--- left%n%s--- right%n%s--- git%n%s--- ours%n%s"
                  .formatted(documents.base, documents.left, documents.right, theirs.get(), ours));
        }
      }
    }
    System.out.printf(
        "git merge-file: %d documents, %d merged without conflict, %d of them to the same text%n",
        DOCUMENTS, clean, same);
    int enough = SAME_OF_HUNDRED * clean;
    assertTrue(100 * same >= enough, () -> String.join("\n====\n", different));
  }
}
