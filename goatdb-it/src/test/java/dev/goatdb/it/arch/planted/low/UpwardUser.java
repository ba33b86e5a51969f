package dev.goatdb.it.arch.planted.low;

import dev.goatdb.it.arch.planted.high.DownwardUser;

/// Uses the layer above.
public final class UpwardUser {
  DownwardUser above() {
    return new DownwardUser();
  }
}
