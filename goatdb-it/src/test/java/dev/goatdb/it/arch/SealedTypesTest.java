package dev.goatdb.it.arch;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Applications switch over these without a default: a new subtype breaks them, and no tool for
/// compatibility tells of it.
class SealedTypesTest {

  private static Class<?> type(String name) {
    try {
      return Class.forName(name, false, SealedTypesTest.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String permitted(Class<?> sealed) {
    return sealed.getName()
        + ": "
        + Arrays.stream(sealed.getPermittedSubclasses())
            .map(sub -> sub.getName().substring(sub.getPackageName().length() + 1))
            .sorted()
            .collect(Collectors.joining(" "));
  }

  private static Set<String> sealedTypes(Modules module) {
    Set<String> lines = new TreeSet<>();
    for (JavaClass each : module.classes()) {
      boolean isPublic = each.getModifiers().contains(JavaModifier.PUBLIC);
      if (isPublic && type(each.getName()).isSealed()) {
        lines.add(permitted(type(each.getName())));
      }
    }
    return lines;
  }

  @Test
  void permittedSubtypesAreThoseOfTheGolden() {
    Set<String> lines = sealedTypes(Modules.API);
    lines.addAll(sealedTypes(Modules.MERGE_SPI));
    Goldens.check("permitted-subtypes.txt", String.join("\n", lines) + "\n");
  }

  private sealed interface Planted {}

  private record One() implements Planted {}

  private record Two() implements Planted {}

  @Test
  void plantedSubtypeIsSeen() {
    assertTrue(permitted(Planted.class).endsWith("SealedTypesTest$One SealedTypesTest$Two"));
  }
}
