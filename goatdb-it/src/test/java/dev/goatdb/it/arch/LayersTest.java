package dev.goatdb.it.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// A package uses only packages above it in the list, and there is no cycle among packages. The
/// list changes by an ADR.
class LayersTest {

  /// Lowest first, as in the description of the architecture.
  private static final List<String> LOWEST_FIRST =
      List.of(
          "dev.goatdb.api.error",
          "dev.goatdb.api.value",
          "dev.goatdb.api.schema",
          "dev.goatdb.api.commit",
          "dev.goatdb.api.trust",
          "dev.goatdb.api.spi",
          "dev.goatdb.api.spi.runtime",
          "dev.goatdb.api.spi.storage",
          "dev.goatdb.api.spi.transport",
          "dev.goatdb.api.spi.metrics",
          "dev.goatdb.api",
          "dev.goatdb.merge.spi",
          "dev.goatdb.core.observe",
          "dev.goatdb.core.codec",
          "dev.goatdb.core.graph",
          "dev.goatdb.core.run",
          "dev.goatdb.core.delta",
          "dev.goatdb.core.merge",
          "dev.goatdb.core.state",
          "dev.goatdb.core.trust",
          "dev.goatdb.core.repository",
          "dev.goatdb.core.query",
          "dev.goatdb.core.sync",
          "dev.goatdb.core.engine");

  /// Each of these sees the interfaces and none of the others.
  private static final List<String> PLUGINS =
      List.of("dev.goatdb.storage.file", "dev.goatdb.transport.ws", "dev.goatdb.testkit");

  private static final ArchRule NO_CYCLES =
      SlicesRuleDefinition.slices().matching("dev.goatdb.(**)").should().beFreeOfCycles();

  private static Set<String> upward(JavaClasses classes, List<String> lowestFirst) {
    Set<String> violations = new TreeSet<>();
    for (JavaClass user : classes) {
      int level = lowestFirst.indexOf(user.getPackageName());
      for (Dependency dependency : user.getDirectDependenciesFromSelf()) {
        String used = dependency.getTargetClass().getBaseComponentType().getPackageName();
        if (level >= 0 && lowestFirst.indexOf(used) > level) {
          violations.add(dependency.getDescription());
        }
      }
    }
    return violations;
  }

  @Test
  void packageUsesOnlyPackagesBelowIt() {
    assertEquals(Set.of(), upward(Modules.all(), LOWEST_FIRST));
  }

  @Test
  void everyPackageHasItsPlace() {
    Set<String> placeless = new TreeSet<>();
    for (JavaClass each : Modules.all()) {
      String name = each.getPackageName();
      boolean isPlugin =
          PLUGINS.stream().anyMatch(plugin -> name.equals(plugin) || name.startsWith(plugin + "."));
      if (!isPlugin && !name.isEmpty() && !LOWEST_FIRST.contains(name)) {
        placeless.add(name);
      }
    }
    assertEquals(Set.of(), placeless, "add it to the list, by an ADR");
  }

  @Test
  void coreAndPluginsNeverSeeEachOther() {
    Set<String> violations = new TreeSet<>();
    for (JavaClass user : Modules.all()) {
      String home = family(user.getPackageName());
      for (Dependency dependency : user.getDirectDependenciesFromSelf()) {
        String target = family(dependency.getTargetClass().getBaseComponentType().getPackageName());
        if (!home.isEmpty() && !target.isEmpty() && !home.equals(target)) {
          violations.add(dependency.getDescription());
        }
      }
    }
    assertEquals(Set.of(), violations);
  }

  private static String family(String name) {
    for (String family :
        List.of("dev.goatdb.core", PLUGINS.get(0), PLUGINS.get(1), PLUGINS.get(2))) {
      if (name.equals(family) || name.startsWith(family + ".")) {
        return family;
      }
    }
    return "";
  }

  @Test
  void packagesFormNoCycle() {
    NO_CYCLES.check(Modules.all());
  }

  @Test
  void plantedUpwardUseAndCycleAreFound() {
    JavaClasses planted = Modules.planted();
    String base = "dev.goatdb.it.arch.planted.";
    Set<String> found = upward(planted, List.of(base + "low", base + "high"));
    assertTrue(found.stream().allMatch(line -> line.contains("UpwardUser")), found::toString);
    assertTrue(!found.isEmpty());
    assertThrows(AssertionError.class, () -> NO_CYCLES.check(planted));
  }
}
