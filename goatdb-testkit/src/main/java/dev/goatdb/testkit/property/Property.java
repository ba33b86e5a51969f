package dev.goatdb.testkit.property;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// Tries laws on drawn values.
///
/// The seed follows from the name, so a run is the same as the last one. Two system properties
/// change that: `goatdb.cases` multiplies the number of cases, for long runs, which print a line
/// for each law that held, and `goatdb.seed` starts at another seed. A failure prints the seed of
/// its case; with that as `goatdb.seed` the first case is the failing one.
public final class Property {

  /// The system property with a factor for the number of cases.
  public static final String CASES = "goatdb.cases";

  /// The system property with the seed of the first case.
  public static final String SEED = "goatdb.seed";

  private Property() {}

  /// What holds for a value.
  ///
  /// @param <T> the type of the value
  @FunctionalInterface
  public interface Law<T> {
    /// Returns if the law holds.
    ///
    /// @param value a drawn value
    /// @throws Exception if it does not, as does an [AssertionError]
    void test(T value) throws Exception;
  }

  /// Tries a law.
  ///
  /// @param <T> the type of the values; [Object#toString()] should show them well
  /// @param name says what must hold
  /// @param cases how many values to try, before `goatdb.cases`
  /// @param generator makes a value of the numbers that it draws, and of nothing else
  /// @param law what must hold
  /// @throws AssertionError if it does not; the message has the seed and the smallest failing value
  public static <T> void check(
      String name,
      int cases,
      Function<? super RandomGenerator, ? extends T> generator,
      Law<? super T> law) {
    long first = firstSeed(name);
    int count = scaled(cases);
    for (int i = 0; i < count; i++) {
      long seed = i == 0 ? first : Choices.mix(first + i);
      Choices choices = Choices.seeded(seed);
      Optional<Throwable> failure = failure(generator.apply(choices), law);
      if (failure.isPresent()) {
        throw shrunk(name, seed, new Failure<>(generator, law, choices.drawn(), failure.get()));
      }
    }
    if (System.getProperty(CASES) != null) {
      System.out.printf("law | %s | %,d | %d%n", name, count, first);
    }
  }

  /// {@return a number of cases times the factor of the system property}
  ///
  /// @param cases the number for an ordinary run
  public static int scaled(int cases) {
    double factor = Double.parseDouble(System.getProperty(CASES, "1"));
    return Math.max(1, (int) Math.min(Integer.MAX_VALUE, Math.ceil(cases * factor)));
  }

  private static long firstSeed(String name) {
    String given = System.getProperty(SEED);
    return given == null ? Choices.mix(name.hashCode()) : Long.parseLong(given);
  }

  static <T> Optional<Throwable> failure(T value, Law<? super T> law) {
    try {
      law.test(Objects.requireNonNull(value, "a generator made null"));
      return Optional.empty();
    } catch (Exception | AssertionError e) {
      return Optional.of(e);
    }
  }

  private static AssertionError shrunk(String name, long seed, Failure<?> failure) {
    Failure<?> least = failure.shrunk();
    return new AssertionError(
        "%s: fails with -D%s=%d%nshrunk to: %s%nbecause: %s"
            .formatted(name, SEED, seed, least.value(), least.cause()),
        least.cause());
  }
}
