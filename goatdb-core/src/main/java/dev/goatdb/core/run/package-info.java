/// What a repository keeps beside its log, so that opening it need not read the log.
///
/// A [dev.goatdb.core.run.Run] says what a stretch of the log amounts to: of each item that was
/// touched in it, where its heads lie and how many commits it has; where the stretch's bundles lie;
/// and how many items and commits there are at its end. A [dev.goatdb.core.run.Runs] is a chain of
/// them, from the beginning of the log on; of an item, the newest run that names it is right. What
/// the chain does not cover, the tail, is read as ever.
///
/// Everything in a run can be derived from the log again. A storage may drop one; a damaged one, or
/// one of an unknown version, counts as dropped, with all that come after it.
///
/// **Layout**, little endian, searched where it lies, without reading it in:
///
/// ```text
///  0  magic and version            8   28  log2 of the number of slots    4
///  8  items in this run            4   32  offset of the records          4
/// 12  bundles                      4   36  offset of the bundles          4
/// 16  items that exist at the end  8   40  offset of the rest             4
/// 24  items with several heads     4   44  commits at the end             8
/// 52  slots: offset of the first record of each, and of the end           4 each
///     records, by the SHA-256 of their keys: length, key, flags, heads, …
///     bundles: positions, from the beginning of the stretch               4 each
///     rest: databases, moved commits, damaged bundles, digests of buckets (CBOR)
/// ```
///
/// A key's hash says its slot; a slot has some eight records, which are looked at one by one. So an
/// item takes its key and about seven bytes, and finding it takes one hash and two cache lines or
/// three. Heads are positions, four bytes instead of an id's 32: the log gives the id with the
/// entry.
///
/// **Tiers.** A run is written for what was added since the last one. If the runs before it are not
/// several times larger, one run takes their place: so a chain of n commits has a number of runs
/// that grows with log n, and a record is copied as often.
package dev.goatdb.core.run;
