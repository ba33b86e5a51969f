import org.jspecify.annotations.NullMarked;

/// A storage that keeps each repository in one append-only file: the plugin for locations with the
/// scheme `file`.
///
/// It exports nothing; the engine finds it as a service once the module is present.
@NullMarked
module dev.goatdb.storage.file {
  requires dev.goatdb.api;
  requires org.lz4.java;
  requires static transitive org.jspecify;

  provides dev.goatdb.api.spi.storage.StorageProvider with
      dev.goatdb.storage.file.FileStorageProvider;
}
