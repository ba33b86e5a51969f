/// One append-only file for each repository, `<database>/<type>/<name>.goat`.
///
/// ## Layout
///
/// All numbers are little endian, but for the ids, which stand byte by byte. `docs/format.md` says
/// the same at more length, and the layout of checkpoints.
///
/// ```
/// 0      superblock A (4096)
/// 4096   superblock B (4096)   written in turn; the newest whole one counts
/// 8192   group*                each begins at a multiple of 8
/// then   zeros                 space ahead, to the end of the file
///
/// superblock   0 magic "GOATDB" CR LF (8) | 8 major (2) | 10 minor (2) | 12 incompat (4) | 16 ro-compat (4) | 20 compat (4)
///             24 file id (16) | 40 generation (8) | 48 durable (8) | 56 checkpoint (8) | 64 path length (2) | 66 path (UTF-8)
///             1096 entries (8) | ... zeros ... | 4092 crc32c of 0 to 4091 (4)
/// group        0 magic "GGRP" (4) | 4 crc32c of 8 to 63 (4) | 8 lsn (8) | 16 seq (8) | 24 durableLsn (8) | 32 nonce (8)
///             40 length (4) | 44 count (4) | 48 crc32c of the payload (4) | 52 type (2) | 54 flags (2) | 56 number of the first entry (8)
///             64 payload: record* and zeros up to a multiple of 8
/// record       0 mark (4) | 4 length (4) | 8 crc32c of the body, xor seal (4) | 12 body | zeros up to a multiple of 4
/// body         of COMMITS: id (32), bytes; or a block: count (4), unpacked length (4), ids, LZ4 of lengths and bodies.
///             Of BEGIN: random (16), lsn of the BEGIN before (8). CLOSE and PAD have no record.
/// ```
///
/// ## Idea
///
/// - *lsn* is the group's offset, *nonce* and *mark* follow from the random file id, and the *seal*
///   of a record's checksum from its offset. So a block left over from another file, a write that
///   went astray, and a copy of a group stored as a user's data are never taken for part of the
///   log. *seq* counts groups: a gap is a missing one.
/// - *durableLsn* is what the writer knew to be on the medium when it wrote the group; *durable* in
///   the superblock is the same at an orderly close. What is not whole below the largest of them
///   was acknowledged: damage. What is not whole above was promised to nobody: the torn tail of a
///   crash. [dev.goatdb.storage.file.Recovery] cuts the one, and keeps all but the hit records of
///   the other.
/// - Entries are *numbered*, by headers and by the marks of records: an entry keeps its number for
///   good. A jump in the numbers is evidence of a loss that stays.
/// - One append is one group and one write. Space is written ahead as zeros, so a forced append
///   changes no metadata. A failed write is wiped out; after a failed force the log is rewritten.
/// - *Checkpoints* stand in the log: what the engine derived from a stretch of entries, and an index
///   of them that is searched in the mapping. Opening walks what is behind the newest. Everything in
///   them can be derived again; their pages are checked when they are used.
/// - Groups of some size are packed, in *blocks* with a checksum each: one is the unit of loss.
/// - Everything is read through mappings, and checked each time: a body handed out is what was
///   appended.
///
/// ## Parts
///
/// [dev.goatdb.storage.file.FileStorage] holds the lock and the open logs,
/// [dev.goatdb.storage.file.LogFiles] makes and deletes files, [dev.goatdb.storage.file.Place] is
/// where one is and how another comes in its place. [dev.goatdb.storage.file.FileLog] is a log: over
/// a [dev.goatdb.storage.file.Volume], one opened file, which [dev.goatdb.storage.file.Rewrite]
/// replaces by another. A volume is written by [dev.goatdb.storage.file.GroupWriter] and read
/// through [dev.goatdb.storage.file.Contents]: [dev.goatdb.storage.file.CheckpointGroup] by
/// checkpoint, [dev.goatdb.storage.file.HeapIndex] for the rest.
/// [dev.goatdb.storage.file.GroupWalk] goes through groups, whole or damaged, for all of them.
/// [dev.goatdb.storage.file.Backup] and [dev.goatdb.storage.file.Restore] copy files. All I/O on
/// logs goes through [dev.goatdb.storage.file.Disk], where the crash harness stands in.
package dev.goatdb.storage.file;
