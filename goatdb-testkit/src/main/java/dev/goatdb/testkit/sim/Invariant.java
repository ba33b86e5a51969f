package dev.goatdb.testkit.sim;

/// Something that holds in every schedule, whatever happens. The name of the class is the name of
/// the invariant.
interface Invariant {

  /// Looks at the databases, which have been healed and agree with each other.
  ///
  /// @throws Violation if it does not hold
  void check(World world);

  /// {@return the name for people}
  default String name() {
    return getClass().getSimpleName();
  }

  /// Checks one fact.
  default void require(World world, boolean holds, String message) {
    world.counts.checks++;
    if (!holds) {
      throw new Violation(name(), message);
    }
  }
}
