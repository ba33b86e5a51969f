/// Laws that hold for all values, tried on many.
///
/// [dev.goatdb.testkit.property.Property] draws values from a seed, tries a law on each, and when
/// it fails looks for a smaller value that fails too. It shrinks by replay: what a generator drew
/// is a list of numbers, the list is made shorter and its numbers smaller, and the generator makes
/// a value from it again. So every value that is shown was made by the generator, and no type needs
/// a shrinker of its own.
///
/// Source of the idea: D. MacIver and A. Donaldson, Test-Case Reduction via Test-Case Generation
/// (2020), known from Hypothesis.
package dev.goatdb.testkit.property;
