package dev.goatdb.it.arch;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The modules that are built, found through one class of each, so that it does not matter whether
/// they lie in folders or jars, on the module path or the class path.
enum Modules {
  API("goatdb-api", "dev.goatdb.api.GoatDb"),
  MERGE_SPI("goatdb-merge-spi", "dev.goatdb.merge.spi.MergeStrategy"),
  CORE("goatdb-core", "dev.goatdb.core.engine.CoreEngineProvider"),
  STORAGE_FILE("goatdb-storage-file", "dev.goatdb.storage.file.FileStorageProvider"),
  TRANSPORT_WS("goatdb-transport-ws", "dev.goatdb.transport.ws.WsTransportProvider"),
  TESTKIT("goatdb-testkit", "dev.goatdb.testkit.StorageContract");

  private final String folder;
  private final String anyClass;

  Modules(String folder, String anyClass) {
    this.folder = folder;
    this.anyClass = anyClass;
  }

  String folder() {
    return folder;
  }

  Class<?> anyClass() {
    try {
      return Class.forName(anyClass, false, Modules.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(folder + " is not on the path", e);
    }
  }

  Path location() {
    try {
      URI uri = anyClass().getProtectionDomain().getCodeSource().getLocation().toURI();
      return Path.of(uri);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /// A folder while only tests were built, a jar when packages were.
  private Location archive() {
    Path path = location();
    return Files.isDirectory(path)
        ? Location.of(path)
        : Location.of(URI.create("jar:" + path.toUri() + "!/"));
  }

  ModuleDescriptor descriptor() {
    Optional<ModuleReference> found = ModuleFinder.of(location()).findAll().stream().findFirst();
    return found
        .orElseThrow(() -> new IllegalStateException(folder + " is no module"))
        .descriptor();
  }

  JavaClasses classes() {
    return new ClassFileImporter().importLocations(List.of(archive()));
  }

  /// {@return the classes of all modules, read once}
  static JavaClasses all() {
    return All.CLASSES;
  }

  private static final class All {
    private static final JavaClasses CLASSES = read();

    private static JavaClasses read() {
      List<Location> locations = new ArrayList<>();
      for (Modules module : values()) {
        locations.add(module.archive());
      }
      return new ClassFileImporter().importLocations(locations);
    }
  }

  static JavaClasses planted() {
    return new ClassFileImporter().importPackages("dev.goatdb.it.arch.planted");
  }
}
