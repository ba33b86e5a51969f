package dev.goatdb.core.delta;

import dev.goatdb.api.commit.CommitTime;
import dev.goatdb.core.codec.AnyValues;
import dev.goatdb.core.codec.CodecException;
import dev.goatdb.core.codec.State;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Genuine patches, and what becomes of any.
public final class Patches {

  private Patches() {}

  /// {@return encoded patches of every kind, always the same}
  ///
  /// @param time the commits' time
  public static List<byte[]> genuine(CommitTime time) {
    RandomGenerator random = RandomGeneratorFactory.of("SplittableRandom").create(1);
    List<byte[]> patches = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      State base = AnyValues.state(random, time);
      State target = AnyValues.edited(random, base, time);
      patches.add(Diff.between(base, target, time).encode(time));
    }
    return patches;
  }

  /// {@return the bytes of a patch read from bytes; applied to some state on the way, which may not
  /// fit}
  ///
  /// @param bytes any
  /// @param time the commit's time
  /// @throws CodecException if they are no patch, or do not fit
  public static byte[] rewritten(byte[] bytes, CommitTime time) throws CodecException {
    Patch patch = Patch.decode(bytes, time);
    State base =
        AnyValues.state(RandomGeneratorFactory.of("SplittableRandom").create(bytes.length), time);
    try {
      patch.applyTo(base, base.schema(), time);
    } catch (CodecException e) {
      // It does not fit this base; it may fit another.
      return patch.encode(time);
    }
    return patch.encode(time);
  }
}
