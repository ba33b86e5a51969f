package dev.goatdb.core.query;

/// Hears how far a scan is, after each slice.
@FunctionalInterface
public interface ScanProgress {

  /// Nobody listens.
  ScanProgress NONE = (done, total) -> {};

  /// Some items were looked at.
  ///
  /// @param done how many
  /// @param total how many there are, as far as known
  void advanced(long done, long total);
}
