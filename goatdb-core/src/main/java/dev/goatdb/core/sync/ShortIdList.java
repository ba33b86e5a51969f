package dev.goatdb.core.sync;

import java.util.Arrays;

/// Some short ids. Immutable.
final class ShortIdList {

  /// Length of a short id, in bytes.
  static final int ID_BYTES = Long.BYTES;

  private final long[] ids;

  private ShortIdList(long[] ids) {
    this.ids = ids;
  }

  /// {@return a list of the first elements of an array}
  static ShortIdList of(long[] ids, int size) {
    return new ShortIdList(Arrays.copyOf(ids, size));
  }

  int size() {
    return ids.length;
  }

  long at(int index) {
    return ids[index];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ShortIdList that && Arrays.equals(ids, that.ids);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(ids);
  }

  @Override
  public String toString() {
    return "ShortIdList[" + ids.length + "]";
  }
}
