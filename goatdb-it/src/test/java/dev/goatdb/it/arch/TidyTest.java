package dev.goatdb.it.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Reads the tree: sizes, leftovers, words.
class TidyTest {

  private static final int MAX_LINES = 500;

  /// Longer ones, each with its own bound and, here, the reason.
  private static final Map<String, Integer> LONGER = Map.of();

  private static final Pattern BANNED_NAME =
      Pattern.compile(".*(Manager|Helper|Utils?|Info|Processor|Impl)|Data|.*Data");
  private static final Pattern LEFTOVER =
      Pattern.compile("(//|\\*).*\\b(TO" + "DO|FIX" + "ME|XXX)\\b");
  private static final Pattern PREFIXED =
      Pattern.compile(
          "^ +(public |protected |private |static |final )*[A-Za-z<>\\[\\], ?]+ get[A-Z]\\w*\\(.*\\{$");
  private static final Pattern STAR = Pattern.compile("^import (static )?[\\w.]+\\.\\*;$");

  private static Path root() {
    Path here = Path.of("").toAbsolutePath();
    while (here != null && !Files.exists(here.resolve("goatdb-api/pom.xml"))) {
      here = here.getParent();
    }
    return java.util.Objects.requireNonNull(here, "the tree");
  }

  private static List<Path> mainSources() throws IOException {
    Path root = root();
    List<Path> files = new ArrayList<>();
    try (Stream<Path> modules = Files.list(root)) {
      for (Path module :
          modules.filter(m -> m.getFileName().toString().startsWith("goatdb-")).sorted().toList()) {
        Path sources = module.resolve("src/main/java");
        if (Files.isDirectory(sources)) {
          try (Stream<Path> found = Files.walk(sources)) {
            found.filter(file -> file.toString().endsWith(".java")).sorted().forEach(files::add);
          }
        }
      }
    }
    return files;
  }

  private static List<String> findings(String name, List<String> lines) {
    List<String> findings = new ArrayList<>();
    String type = name.replaceFirst(".*[/\\\\]", "").replaceFirst("\\.java$", "");
    if (lines.size() > LONGER.getOrDefault(type, MAX_LINES)) {
      findings.add(name + ": " + lines.size() + " lines");
    }
    if (BANNED_NAME.matcher(type).matches()) {
      findings.add(name + ": a name that says nothing");
    }
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (LEFTOVER.matcher(line).find()) {
        findings.add(name + ":" + (i + 1) + ": leftover");
      }
      if (STAR.matcher(line).matches()) {
        findings.add(name + ":" + (i + 1) + ": import of everything");
      }
      boolean isOurs = i == 0 || !lines.get(i - 1).contains("@Override");
      if (isOurs && PREFIXED.matcher(line).matches()) {
        findings.add(name + ":" + (i + 1) + ": get as a prefix");
      }
    }
    return findings;
  }

  @Test
  void mainSourcesAreTidy() throws IOException {
    List<String> findings = new ArrayList<>();
    Path root = root();
    for (Path file : mainSources()) {
      findings.addAll(findings(root.relativize(file).toString(), Files.readAllLines(file)));
    }
    assertEquals(List.of(), findings);
  }

  @Test
  void everyPackageSaysWhatItIsFor() throws IOException {
    List<Path> silent = new ArrayList<>();
    for (Path file : mainSources()) {
      Path folder = java.util.Objects.requireNonNull(file.getParent());
      boolean isDescriptor = file.getFileName().toString().equals("module-info.java");
      if (!isDescriptor
          && !Files.exists(folder.resolve("package-info.java"))
          && !silent.contains(folder)) {
        silent.add(folder);
      }
    }
    assertEquals(List.of(), silent);
  }

  @Test
  void plantedUntidinessIsFound() {
    List<String> lines =
        new ArrayList<>(
            List.of("import java.util.*;", "  // TO" + "DO later", "  public String getName() {"));
    assertEquals(3, findings("a/Fine.java", lines).size());
    for (String name :
        Set.of(
            "DataManager",
            "QueryHelper",
            "StringUtil",
            "StringUtils",
            "LogImpl",
            "UserData",
            "PeerInfo")) {
      assertEquals(1, findings("a/" + name + ".java", List.of()).size(), name);
    }
    while (lines.size() <= MAX_LINES) {
      lines.add("");
    }
    assertTrue(findings("a/Fine.java", lines).contains("a/Fine.java: 501 lines"));
  }
}
