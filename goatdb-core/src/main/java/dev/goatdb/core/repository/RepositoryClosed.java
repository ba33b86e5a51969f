package dev.goatdb.core.repository;

import dev.goatdb.api.commit.RepositoryPath;

/// The repository was closed before an edit began. It may be opened again.
public final class RepositoryClosed extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  RepositoryClosed(RepositoryPath path) {
    super("repository " + path + " is closed");
  }
}
