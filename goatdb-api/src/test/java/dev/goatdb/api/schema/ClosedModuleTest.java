package dev.goatdb.api.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.ModuleAttribute;
import java.lang.constant.ModuleDesc;
import java.lang.constant.PackageDesc;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.lang.reflect.AccessFlag;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sample.closed.Closed;

/// Records of an application that is a module of its own, made here out of a test class.
class ClosedModuleTest {

  @TempDir Path folder;

  @Test
  void refusesRecordsOfClosedPackagesAndSaysWhatToAdd() throws Exception {
    Class<?> closed = load(false);
    Throwable thrown =
        assertThrows(IllegalArgumentException.class, () -> call(closed, "withoutLookup"));
    assertEquals(
        "cannot construct sample.closed.Closed.Task: module app does not open sample.closed to"
            + " dev.goatdb.api. Add `opens sample.closed to dev.goatdb.api;` or build the schema"
            + " with .lookup(MethodHandles.lookup()).",
        thrown.getMessage());
    assertInstanceOf(IllegalAccessException.class, thrown.getCause());
  }

  @Test
  void bindsRecordsOfClosedPackagesByLookup() throws Throwable {
    Class<?> closed = load(false);
    Object schema = call(closed, "withLookup");
    assertEquals("Task[title=milk, done=true]", call(closed, "roundTrip", schema));
  }

  @Test
  void bindsRecordsOfOpenPackagesWithoutLookup() throws Throwable {
    Class<?> open = load(true);
    Object schema = call(open, "withoutLookup");
    assertEquals("Task[title=milk, done=true]", call(open, "roundTrip", schema));
  }

  @Test
  void readsMethodReferencesOfClosedAndOpenPackages() throws Throwable {
    for (boolean open : List.of(false, true)) {
      Class<?> app = load(open);
      Object schema = call(app, "withLookup");
      assertEquals("done", call(app, "nameOfToken", schema));
      Throwable thrown =
          assertThrows(IllegalArgumentException.class, () -> call(app, "nameOfLambda", schema));
      assertTrue(thrown.getMessage().endsWith("got a lambda"), thrown.getMessage());
    }
  }

  private static Object call(Class<?> owner, String name, Object... arguments) throws Throwable {
    Method method =
        Arrays.stream(owner.getMethods())
            .filter(each -> each.getName().equals(name))
            .findFirst()
            .orElseThrow();
    try {
      return method.invoke(null, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /// Loads the sample as a module called `app`, which exports its package and opens it or not.
  private Class<?> load(boolean open) throws Exception {
    Path root = Files.createDirectories(folder.resolve("app-" + open));
    Path classes = Files.createDirectories(root.resolve("sample/closed"));
    copy(Closed.class, classes);
    copy(Closed.Task.class, classes);
    Files.write(root.resolve("module-info.class"), descriptor(open));
    ModuleLayer parent = ModuleLayer.boot();
    Configuration configuration =
        parent.configuration().resolve(ModuleFinder.of(root), ModuleFinder.of(), Set.of("app"));
    ModuleLayer.Controller controller =
        ModuleLayer.defineModulesWithOneLoader(
            configuration, List.of(parent), Schema.class.getClassLoader());
    Module app = controller.layer().findModule("app").orElseThrow();
    controller.addReads(app, Schema.class.getModule());
    return Class.forName(app, Closed.class.getName());
  }

  private static byte[] descriptor(boolean open) {
    PackageDesc sample = PackageDesc.of("sample.closed");
    return ClassFile.of()
        .buildModule(
            ModuleAttribute.of(
                ModuleDesc.of("app"),
                builder -> {
                  builder.requires(ModuleDesc.of("java.base"), Set.of(AccessFlag.MANDATED), null);
                  builder.exports(sample, Set.of());
                  if (open) {
                    builder.opens(sample, Set.of());
                  }
                }));
  }

  private static void copy(Class<?> type, Path folder) throws IOException {
    String file = type.getName().substring(type.getPackageName().length() + 1) + ".class";
    try (InputStream bytes = Objects.requireNonNull(type.getResourceAsStream(file))) {
      Files.copy(bytes, folder.resolve(file));
    }
  }
}
