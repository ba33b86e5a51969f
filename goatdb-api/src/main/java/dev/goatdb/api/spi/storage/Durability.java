package dev.goatdb.api.spi.storage;

/// How safe appended entries are when `append` returns.
public enum Durability {
  /// In the memory of this process.
  MEMORY,
  /// With the operating system: safe from an end of the process, not from an end of the machine's
  /// power.
  OS,
  /// On the medium.
  DISK
}
