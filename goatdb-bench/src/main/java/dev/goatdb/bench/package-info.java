/// Benchmarks. Two kinds, on the class path on purpose, because JMH generates code into the
/// packages it measures.
///
/// The classes that end in `Benchmark` are JMH benchmarks of GoatDB alone: to see whether a change
/// made something faster.
///
/// [Compare] sets GoatDB beside SQLite and MVStore. It starts one *worker* process for each
/// *contender*, so that none shares a heap, a compiler's profile or a garbage collector with
/// another, and then asks the workers in turn for one sample of one [Row]: whatever disturbs the
/// machine for a while disturbs all of them. A [Row] says what is measured, a [Store] how each
/// contender does it, and [Notes] which documents they hold. Every sample checks what it read or
/// wrote, so that nobody is fast at nothing.
@NullMarked
package dev.goatdb.bench;

import org.jspecify.annotations.NullMarked;
