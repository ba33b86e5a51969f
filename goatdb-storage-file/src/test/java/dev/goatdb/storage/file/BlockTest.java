package dev.goatdb.storage.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.spi.storage.Entry;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Blocks as they are, and blocks with a right checksum that lie: nothing is allocated by what they
/// say before it is found to be possible, and they are refused.
final class BlockTest {

  private static final int BODY = Layout.RECORD_HEADER_BYTES;
  private static final FileId FILE = new FileId(1, 2);

  @ParameterizedTest
  @EnumSource(BlockPacker.Effort.class)
  void aBlockGivesBackWhatItHolds(BlockPacker.Effort effort) throws IOException {
    Random random = new Random(3);
    for (int round = 0; round < 200; round++) {
      List<Entry> entries = new ArrayList<>();
      for (int i = 0; i <= random.nextInt(40); i++) {
        byte[] body = new byte[random.nextInt(random.nextInt(5) == 0 ? 5000 : 200)];
        if (random.nextBoolean()) {
          random.nextBytes(body);
        }
        CommitId id = new CommitId(random.nextLong(), i, 0, random.nextLong());
        entries.add(new Entry(id, MemorySegment.ofArray(body)));
      }
      MemorySegment bytes = MemorySegment.ofArray(new byte[400_000]);
      long end = new BlockPacker(FILE, effort).write(entries, bytes, 0, 8256, 7);
      assertTrue(RecordFrame.checks(RecordFrame.Kind.BLOCK, bytes, 0, 8256, FILE));
      assertFalse(RecordFrame.checks(RecordFrame.Kind.ENTRY, bytes, 0, 8256, FILE));
      assertEquals(end, RecordFrame.bytes(RecordFrame.length(bytes, 0)));
      Block.Unpacked block = Block.unpack(bytes, BODY, RecordFrame.length(bytes, 0));
      for (int i = 0; i < entries.size(); i++) {
        assertEquals(entries.get(i).id(), Ids.read(bytes, Block.idAt(BODY, i)));
        assertArrayEquals(
            entries.get(i).bytes().toArray(ValueLayout.JAVA_BYTE),
            block.copy(i).toArray(ValueLayout.JAVA_BYTE));
      }
    }
  }

  @Test
  void lengthsThatLieAreRefusedBeforeAnythingIsAllocated() {
    int[] lies = {-1, 0, Integer.MIN_VALUE, Integer.MAX_VALUE, 1 << 30};
    for (int lie : lies) {
      MemorySegment count = block(1000, 40);
      Block.writeHead(count, 0, lie, 1000);
      assertRefused(count);
      MemorySegment raw = block(1000, 40);
      Block.writeHead(raw, 0, 1, lie);
      assertRefused(raw);
    }
    MemorySegment manyIds = block(1000, 40);
    Block.writeHead(manyIds, 0, 2000, 1000);
    assertRefused(manyIds);
    assertRefused(block(1000, 0));
    assertRefused(MemorySegment.ofArray(new byte[7]));
  }

  @Test
  void aBombIsRefusedBeforeAnythingIsAllocated() {
    byte[] zeros = new byte[Block.MOST_RAW_BYTES];
    byte[] packed = new byte[Lz4.mostPacked(zeros.length)];
    int length = Lz4.pack(zeros, zeros.length, packed);
    MemorySegment more = block(Integer.MAX_VALUE, length);
    MemorySegment.copy(MemorySegment.ofArray(packed), 0, more, 40, length);
    assertRefused(more);
    MemorySegment tooMuch = block(length * (Lz4.MOST_EXPANSION + 1), length);
    assertRefused(tooMuch);
  }

  @Test
  void anythingWithARightChecksumIsUnpackedOrRefused() {
    Random random = new Random(9);
    int refused = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = new byte[40 + random.nextInt(300)];
      random.nextBytes(bytes);
      MemorySegment block = MemorySegment.ofArray(bytes);
      boolean isStored = random.nextInt(4) == 0;
      Block.writeHead(block, 0, 1, isStored ? bytes.length - 40 : random.nextInt(3000));
      try {
        Block.Unpacked unpacked = Block.unpack(block, 0, bytes.length);
        assertTrue(unpacked.body(0).byteSize() <= 3000);
      } catch (IOException malformed) {
        refused++;
      }
    }
    assertTrue(refused > 10_000, refused + " refused");
  }

  @Test
  void bodiesThatAreNotAsLongAsTheySayAreRefused() {
    for (int length = 0; length < 128; length++) {
      MemorySegment stored = block(50, 50);
      stored.set(ValueLayout.JAVA_BYTE, 40, (byte) length);
      if (length != 49) {
        assertRefused(stored);
      }
    }
    MemorySegment endless = block(50, 50);
    endless.asSlice(40).fill((byte) 0xff);
    assertRefused(endless);
  }

  private static MemorySegment block(int raw, int packed) {
    byte[] bytes = new byte[40 + packed];
    Arrays.fill(bytes, 40, bytes.length, (byte) 0);
    MemorySegment block = MemorySegment.ofArray(bytes);
    Block.writeHead(block, 0, 1, raw);
    return block;
  }

  private static void assertRefused(MemorySegment block) {
    assertThrows(IOException.class, () -> Block.unpack(block, 0, (int) block.byteSize()));
  }
}
