/// Queries: once and live.
///
/// ```text
/// writer ──► Feed (per repository: which items changed) ──► worker: Part (reads, asks predicates)
///                                                              │ Touch: an item and its value now
///                                                              ▼
///                      chained query ◄── Outlet ◄── LiveQuery: Results (ranks, window) ──► Outlet ──► listeners,
///                                                                         Delta                       streams, groups
/// ```
///
/// **Once.** A [dev.goatdb.core.query.Scan] walks along the items in the order of their keys, slice
/// by slice, without a lock; a [dev.goatdb.core.query.Collected] keeps what is needed: all of it,
/// or the first few in a heap.
///
/// **Live.** A [dev.goatdb.core.query.LiveQuery] is connected to its source first and scanned then;
/// what changes meanwhile is looked at again. From then on it never scans: the writer notes keys,
/// in one map for each repository however many queries there are, and the worker shows what was
/// noted to each query, which asks its predicates once for each item, at the heads that the item
/// had after the append, so that a query shows all of a transaction or nothing. Matching rows stand
/// in a [dev.goatdb.core.query.RankedList]; what a change does to the window, and so to the
/// results, follows from ranks alone ([dev.goatdb.core.query.Results]).
///
/// **Isolation.** Predicates, keys and comparators are the application's: what they throw ends
/// their own query, with the item named. Listeners run on an executor of their own, hold up nobody,
/// and cost a bounded amount of memory however slow they are ([dev.goatdb.core.query.Hearer]).
///
/// **Locks.** A query's lock is taken before that of an outlet, never the other way around, and no
/// code of the application but comparators and grouping runs under either.
package dev.goatdb.core.query;
