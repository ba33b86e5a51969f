package dev.goatdb.storage.file;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/// A file as the medium has it, and as the system shows it: what was written and not forced since.
final class SimFile {

  private static final int SECTOR = 512;

  private byte[] shown;
  private int size;
  private byte[] medium;
  private final List<Change> pending = new ArrayList<>();

  /// Something that was done and not forced.
  private sealed interface Change {}

  private record Write(int offset, byte[] bytes) implements Change {}

  private record Cut(int size) implements Change {}

  SimFile(byte[] medium) {
    this.medium = medium;
    this.shown = medium.clone();
    this.size = medium.length;
  }

  int size() {
    return size;
  }

  /// {@return bytes as they are shown; changes to them while they are held may show}
  MemorySegment read(long offset, long length) throws IOException {
    if (offset + length > size) {
      throw new IOException("ends at " + size + ", expected " + (offset + length));
    }
    return MemorySegment.ofArray(shown).asSlice(offset, length).asReadOnly();
  }

  void write(long offset, MemorySegment segment) {
    byte[] bytes = segment.toArray(ValueLayout.JAVA_BYTE);
    pending.add(new Write((int) offset, bytes));
    int end = (int) offset + bytes.length;
    if (end > shown.length) {
      shown = Arrays.copyOf(shown, Math.max(end, 2 * shown.length));
    }
    System.arraycopy(bytes, 0, shown, (int) offset, bytes.length);
    size = Math.max(size, end);
  }

  void cut(long to) {
    pending.add(new Cut((int) to));
    if (to < size) {
      Arrays.fill(shown, (int) to, size, (byte) 0);
    }
    size = (int) to;
  }

  void force() {
    medium = Arrays.copyOf(shown, size);
    pending.clear();
  }

  /// A force that fails: some of what was written arrives, and the system forgets about the rest,
  /// while it goes on showing it.
  void failForce(RandomGenerator chance) {
    medium = afterCrash(Fate.REORDERED, chance).medium;
    pending.clear();
  }

  /// Changes what is on the medium and what is shown, as rot does.
  void rot(int offset, byte[] bytes) {
    System.arraycopy(bytes, 0, shown, offset, bytes.length);
    System.arraycopy(bytes, 0, medium, offset, Math.clamp(medium.length - offset, 0, bytes.length));
  }

  byte[] shown() {
    return Arrays.copyOf(shown, size);
  }

  /// What a crash makes of the changes that were not forced.
  enum Fate {
    /// Nothing of them arrived.
    LOST,
    /// All of them arrived.
    KEPT,
    /// They arrived in order, up to somewhere within one.
    TORN,
    /// Of each, some sectors arrived and others did not, in any order.
    REORDERED,
    /// As before; and what was lost of new space shows what was on the medium before, parts of this
    /// very file.
    STALE
  }

  /// {@return the file as a crash leaves it}
  SimFile afterCrash(Fate fate, RandomGenerator chance) {
    byte[] image = new byte[Math.max(shown.length, medium.length)];
    System.arraycopy(medium, 0, image, 0, medium.length);
    if (fate == Fate.STALE) {
      fillWithStale(image, chance);
    }
    int imageSize = medium.length;
    int until = fate == Fate.TORN ? chance.nextInt(pending.size() + 1) : pending.size();
    for (int i = 0; i < pending.size() && fate != Fate.LOST; i++) {
      boolean isTorn = fate == Fate.TORN && i == until;
      if (fate == Fate.TORN && i > until) {
        break;
      }
      boolean isWhole = fate == Fate.KEPT || fate == Fate.TORN && !isTorn;
      imageSize = apply(pending.get(i), image, imageSize, isWhole, chance);
    }
    return new SimFile(Arrays.copyOf(image, imageSize));
  }

  private static int apply(
      Change change, byte[] image, int imageSize, boolean isWhole, RandomGenerator chance) {
    switch (change) {
      case Cut(int to) -> {
        if (!isWhole && chance.nextBoolean()) {
          return imageSize;
        }
        if (to < imageSize) {
          Arrays.fill(image, to, imageSize, (byte) 0);
        }
        return to;
      }
      case Write(int offset, byte[] bytes) -> {
        int end = chance.nextBoolean() || isWhole ? offset + bytes.length : imageSize;
        int keptOf8 = chance.nextBoolean() ? chance.nextInt(9) : 8 * chance.nextInt(2);
        int at = 0;
        while (at < bytes.length) {
          int step = Math.min(bytes.length - at, SECTOR - (offset + at) % SECTOR);
          if (isWhole || chance.nextInt(8) < keptOf8) {
            // a sector may itself be torn, on media that promise less than most
            int part = isWhole || chance.nextInt(50) > 0 ? step : chance.nextInt(step + 1);
            System.arraycopy(bytes, at, image, offset + at, part);
            end = Math.max(end, offset + at + step);
          }
          at += step;
        }
        return Math.max(imageSize, end);
      }
    }
  }

  private void fillWithStale(byte[] image, RandomGenerator chance) {
    for (int at = medium.length; at < image.length; at += SECTOR) {
      if (chance.nextInt(4) == 0) {
        int from = chance.nextInt(Math.max(1, size / SECTOR)) * SECTOR;
        int length = Math.min(Math.min(SECTOR, image.length - at), Math.max(0, size - from));
        System.arraycopy(shown, from, image, at, length);
      }
    }
  }
}
