/// The simulator: whole databases, the real engine over memory storage and a fake network, in one
/// thread from one seed.
///
/// [dev.goatdb.testkit.sim.SimulationRun] runs schedules. A schedule is one server, which listens,
/// and some clients, which join through it. A script drawn from the seed edits their items and
/// brings trouble: lost connections, partitions, slow links, clocks that jump, crashes at any
/// storage call, storages put back to an older copy, a server that loses everything. Then all is
/// healed, and when the databases agree, every [dev.goatdb.testkit.sim.Invariant] is checked. What
/// the right counters, sets and texts are is known from a ledger of the edits, not from the engine.
///
/// The engine is found as an application finds it: it must be on the class path or module path.
/// Nothing here waits: what an edit comes to is heard from its receipt, and virtual time passes
/// only while the simulation runs.
package dev.goatdb.testkit.sim;
