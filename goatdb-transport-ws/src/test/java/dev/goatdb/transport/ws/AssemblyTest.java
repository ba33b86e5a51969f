package dev.goatdb.transport.ws;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.spi.transport.Link;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

final class AssemblyTest {

  private final Assembly assembly = new Assembly();

  @Test
  void putsFragmentsInTheirOrderAndBeginsAnew() {
    assertTrue(assembly.add(bytes(1)));
    assertTrue(assembly.add(bytes(2, 3)));
    assertTrue(assembly.add(bytes()));
    assertTrue(assembly.add(bytes(4)));
    assertArrayEquals(new byte[] {1, 2, 3, 4}, assembly.finish());
    assertTrue(assembly.add(bytes(5)));
    assertArrayEquals(new byte[] {5}, assembly.finish());
    assertArrayEquals(new byte[0], assembly.finish());
  }

  @Test
  void takesTheLargestFrameAndNotOneByteMore() {
    byte[] part = new byte[64 << 10];
    for (int size = 0; size < Link.MAX_FRAME_BYTES; size += part.length) {
      assertTrue(assembly.add(ByteBuffer.wrap(part)));
    }
    assertFalse(assembly.add(bytes(1)));
    assertEquals(Link.MAX_FRAME_BYTES, assembly.finish().length);
  }

  private static ByteBuffer bytes(int... values) {
    ByteBuffer buffer = ByteBuffer.allocate(values.length);
    for (int value : values) {
      buffer.put((byte) value);
    }
    return buffer.flip();
  }
}
