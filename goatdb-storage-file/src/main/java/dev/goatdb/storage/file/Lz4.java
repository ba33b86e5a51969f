package dev.goatdb.storage.file;

import java.io.IOException;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;

/// The LZ4 block format. Any thread.
///
/// The library's native code is used where the application allows native access to it, and its
/// plain Java otherwise: without that permission the virtual machine prints a warning, which is not
/// for a library to cause. Nothing of the library is loaded before it is used.
final class Lz4 {

  private static final LZ4Factory FACTORY =
      LZ4Factory.class.getModule().isNativeAccessEnabled()
          ? LZ4Factory.fastestInstance()
          : LZ4Factory.safeInstance();

  /// No input becomes more than this many times its length.
  static final int MOST_EXPANSION = 255;

  private Lz4() {}

  /// {@return the most bytes that a number of bytes may become}
  static int mostPacked(int length) {
    return FACTORY.fastCompressor().maxCompressedLength(length);
  }

  /// {@return how many bytes were written to the target}
  static int pack(byte[] raw, int length, byte[] target) {
    return FACTORY.fastCompressor().compress(raw, 0, length, target, 0);
  }

  /// As [#pack(byte[], int, byte[])], smaller and ten times slower; unpacked as fast.
  static int packTightly(byte[] raw, int length, byte[] target) {
    LZ4Compressor compressor = FACTORY.highCompressor();
    return compressor.compress(raw, 0, length, target, 0);
  }

  /// Fills the target.
  ///
  /// @throws IOException if that is not what the bytes become
  static void unpack(byte[] packed, byte[] target) throws IOException {
    int length;
    try {
      length = FACTORY.safeDecompressor().decompress(packed, target);
    } catch (LZ4Exception malformed) {
      throw new IOException(malformed.getMessage(), malformed);
    }
    if (length != target.length) {
      throw new IOException("becomes %d bytes, not %d".formatted(length, target.length));
    }
  }
}
