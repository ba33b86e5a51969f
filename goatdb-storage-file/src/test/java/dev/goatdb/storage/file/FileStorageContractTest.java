package dev.goatdb.storage.file;

import dev.goatdb.api.spi.storage.StorageProvider;
import dev.goatdb.testkit.StorageContract;
import java.net.URI;
import java.nio.file.Path;

final class FileStorageContractTest extends StorageContract {

  @Override
  protected StorageProvider provider() {
    return new FileStorageProvider();
  }

  @Override
  protected URI location(Path emptyDirectory) {
    return emptyDirectory.toUri();
  }
}
