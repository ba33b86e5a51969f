/// One repository: its items, its log, its one writer.
///
/// ```text
/// edit ──► Draft ──► queue ─┐                                        ┌─► CommitListener (queries, items, synchronization)
///                           ├─► Appender: sign, log, graph, publish ─┤
/// receive ──► Admission ────┘                                        └─► receipts
/// ```
///
/// **Threads.** A repository belongs to one [dev.goatdb.core.repository.WriterLane], whose worker
/// alone appends and changes graphs. Any thread edits: without a lock it makes a
/// [dev.goatdb.core.repository.Draft] out of the item's present value, and under the item's lock,
/// if the item is still the same, puts it into the queue; several at once for a transaction. Any
/// thread reads: heads are immutable snapshots and a cached value carries the version that it was
/// made for.
///
/// **Exact parents.** A draft remembers the heads whose merged value it was made on, or the draft
/// before it. Commits that arrive later become siblings, never parents. Before received commits are
/// appended, drafts in the queue are, so that an edit after their arrival starts from the merged
/// value.
///
/// **Memory.** What the log amounts to is in runs (`core.run`). An item comes into memory when it
/// is asked for, with its heads; its history follows when somebody needs it. Whoever only glances
/// at an item leaves an entry behind that may leave memory again; whoever edits it, listens to it
/// or holds on to it makes it stay.
///
/// **Order.** Log first, then graph, then listeners and receipts. An append that fails withdraws
/// its drafts: the items show their values from before, and the receipts say why.
package dev.goatdb.core.repository;
