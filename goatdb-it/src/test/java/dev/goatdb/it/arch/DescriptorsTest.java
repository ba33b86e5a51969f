package dev.goatdb.it.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.Modifier;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What each module promises to others: descriptors against goldens, services against descriptors,
/// and no more public than that.
class DescriptorsTest {

  private static String described(ModuleDescriptor module) {
    Set<String> lines = new TreeSet<>();
    module.exports().forEach(e -> lines.add("exports " + e.source() + to(e.targets())));
    module.opens().forEach(o -> lines.add("opens " + o.source() + to(o.targets())));
    module.uses().forEach(u -> lines.add("uses " + u));
    module
        .provides()
        .forEach(p ->
            p.providers().forEach(with -> lines.add("provides " + p.service() + " with " + with)));
    for (ModuleDescriptor.Requires r : module.requires()) {
      if (!r.modifiers().contains(ModuleDescriptor.Requires.Modifier.MANDATED)) {
        lines.add("requires " + modifiers(r) + r.name());
      }
    }
    return "module " + module.name() + "\n" + String.join("\n", lines) + "\n";
  }

  private static String to(Set<String> targets) {
    return targets.isEmpty() ? "" : " to " + String.join(", ", new TreeSet<>(targets));
  }

  private static String modifiers(ModuleDescriptor.Requires requires) {
    return requires.modifiers().stream()
        .map(m -> m.name().toLowerCase(java.util.Locale.ROOT) + " ")
        .sorted()
        .collect(Collectors.joining());
  }

  @ParameterizedTest
  @EnumSource(Modules.class)
  void descriptorIsThatOfTheGolden(Modules module) {
    Goldens.check(module.folder() + ".txt", described(module.descriptor()));
  }

  @ParameterizedTest
  @EnumSource(Modules.class)
  void servicesOnTheClassPathAreThoseOfTheDescriptor(Modules module) throws IOException {
    Map<String, List<String>> provided = new TreeMap<>();
    module.descriptor().provides().forEach(p -> provided.put(p.service(), p.providers()));
    assertEquals(provided, services(module.location()));
  }

  private static Map<String, List<String>> services(Path location) throws IOException {
    if (Files.isDirectory(location)) {
      return servicesIn(location.resolve("META-INF/services"));
    }
    try (FileSystem jar = FileSystems.newFileSystem(location)) {
      return servicesIn(jar.getPath("META-INF/services"));
    }
  }

  private static Map<String, List<String>> servicesIn(Path folder) throws IOException {
    Map<String, List<String>> services = new TreeMap<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        files.forEach(file -> services.put(file.getFileName().toString(), lines(file)));
      }
    }
    return services;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream().filter(line -> !line.isBlank()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void engineAndPluginsExportNothing() {
    for (Modules module : List.of(Modules.CORE, Modules.STORAGE_FILE, Modules.TRANSPORT_WS)) {
      assertEquals(Set.of(), module.descriptor().exports(), module.folder());
      assertEquals(Set.of(), module.descriptor().opens(), module.folder());
    }
  }

  @Test
  void onlyTheProviderOfAPluginIsPublic() {
    for (Modules module : List.of(Modules.STORAGE_FILE, Modules.TRANSPORT_WS)) {
      Set<String> providers = new TreeSet<>();
      module.descriptor().provides().forEach(p -> providers.addAll(p.providers()));
      assertEquals(providers, publicTypes(module), module.folder());
    }
  }

  private static Set<String> publicTypes(Modules module) {
    Set<String> names = new TreeSet<>();
    for (JavaClass each : module.classes()) {
      if (each.getModifiers().contains(JavaModifier.PUBLIC) && !each.isNestedClass()) {
        names.add(each.getName());
      }
    }
    return names;
  }

  @Test
  void providersArePublicFinalAndWithoutArguments() throws ReflectiveOperationException {
    for (Modules module : Modules.values()) {
      for (ModuleDescriptor.Provides provides : module.descriptor().provides()) {
        for (String name : provides.providers()) {
          Class<?> type = Class.forName(name, false, DescriptorsTest.class.getClassLoader());
          assertEquals(
              Modifier.PUBLIC | Modifier.FINAL,
              type.getModifiers() & (Modifier.PUBLIC | Modifier.FINAL),
              name);
          assertEquals(0, type.getDeclaredConstructor().getParameterCount(), name);
        }
      }
    }
  }

  @Test
  void plantedExportWouldBeSeen() {
    ModuleDescriptor core = Modules.CORE.descriptor();
    ModuleDescriptor more =
        ModuleDescriptor.newModule(core.name()).exports("dev.goatdb.core.codec").build();
    assertNotEquals(described(core), described(more));
    assertEquals("module dev.goatdb.core\nexports dev.goatdb.core.codec\n", described(more));
  }
}
