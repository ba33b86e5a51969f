/// The simulator's surroundings: time, chance and turns for many nodes in one thread, from one
/// seed.
///
/// A [dev.goatdb.testkit.env.Simulation] is a queue of events ordered by virtual time. Every node
/// of a schedule gets its own [dev.goatdb.testkit.env.SimEnv] from it: a view with its own wall
/// clock, its own chance and its own workers. Nothing happens but what the queue runs, virtual time
/// passes only between events, and everything that looks like chance comes from the seed: the same
/// seed gives the same events, which [dev.goatdb.testkit.env.Simulation#traceHash()] proves.
///
/// A turn of a worker begins a few microseconds after its signal, by a delay drawn from the seed,
/// so that different seeds try different orders of turns that real threads could run in any order.
package dev.goatdb.testkit.env;
