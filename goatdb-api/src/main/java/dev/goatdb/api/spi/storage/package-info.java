/// The contract of a storage: keep entries in the order in which they were appended, give them back
/// by name, lose nothing that was forced.
///
/// A storage knows neither commits nor signatures. An [dev.goatdb.api.spi.storage.Entry] is a name
/// of 32 bytes and a body. The engine ends each batch of commits with a *bundle*, an entry as any
/// other; commits at the end of a log that no bundle follows are ignored at the next opening. So
/// atomic batches need no more of a backend than this: after a crash, the log is a prefix of what
/// was appended, and the prefix holds all that was forced.
///
/// `StorageContract` in `goatdb-testkit` tests a backend against this contract.
package dev.goatdb.api.spi.storage;
