package dev.goatdb.testkit.property;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// A list of choices for which a law fails.
final class Failure<T> {

  /// Values that are tried in search of a smaller one.
  private static final int MAX_TRIES = 4_000;

  private final Function<? super RandomGenerator, ? extends T> generator;
  private final Property.Law<? super T> law;
  private long[] choices;
  private Throwable cause;
  private int tries;

  Failure(
      Function<? super RandomGenerator, ? extends T> generator,
      Property.Law<? super T> law,
      long[] choices,
      Throwable cause) {
    this.generator = generator;
    this.law = law;
    this.choices = choices;
    this.cause = cause;
  }

  T value() {
    return generator.apply(Choices.replayed(choices));
  }

  Throwable cause() {
    return cause;
  }

  /// Makes the choices fewer and smaller until nothing helps any more.
  Failure<T> shrunk() {
    boolean better = true;
    while (better && tries < MAX_TRIES) {
      better = removeBlocks() | lowerEach();
    }
    return this;
  }

  private boolean removeBlocks() {
    boolean better = false;
    for (int block = Math.max(1, choices.length / 2); block > 0; block /= 2) {
      for (int at = choices.length - block; at >= 0; at--) {
        better |= at + block <= choices.length && accept(without(at, block));
      }
    }
    return better;
  }

  private long[] without(int at, int block) {
    long[] fewer = Arrays.copyOf(choices, choices.length - block);
    System.arraycopy(choices, at + block, fewer, at, choices.length - block - at);
    return fewer;
  }

  private boolean lowerEach() {
    boolean better = false;
    for (int at = 0; at < choices.length; at++) {
      if (accept(with(at, 0))) {
        better = true;
        continue;
      }
      // Halving finds the order of magnitude, subtracting ever smaller parts the rest.
      for (int shift = 1; shift < Long.SIZE && at < choices.length; shift++) {
        long less = choices[at] - (choices[at] >>> shift);
        while (at < choices.length && less != choices[at] && accept(with(at, less))) {
          better = true;
          less = at < choices.length ? choices[at] - (choices[at] >>> shift) : 0;
        }
      }
    }
    return better;
  }

  private long[] with(int at, long choice) {
    long[] lower = choices.clone();
    lower[at] = choice;
    return lower;
  }

  /// Takes choices over if the law fails for them and they are less than before.
  private boolean accept(long[] candidate) {
    if (tries >= MAX_TRIES) {
      return false;
    }
    tries++;
    Choices replayed = Choices.replayed(candidate);
    Optional<Throwable> failure = Property.failure(generator.apply(replayed), law);
    long[] drawn = replayed.drawn();
    if (failure.isEmpty() || !isLess(drawn, choices)) {
      return false;
    }
    choices = drawn;
    cause = failure.get();
    return true;
  }

  private static boolean isLess(long[] left, long[] right) {
    return left.length != right.length
        ? left.length < right.length
        : Arrays.compareUnsigned(left, right) < 0;
  }
}
