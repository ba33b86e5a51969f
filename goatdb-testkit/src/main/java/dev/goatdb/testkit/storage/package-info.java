/// A storage in memory that behaves as one on a disk does, also where a crash takes away what was
/// not forced.
///
/// [dev.goatdb.testkit.storage.MemoryStorageProvider] keeps databases by location for as long as it
/// lives, so that a database can be closed, crashed, copied, set back and opened again. It starts
/// no threads and reads no clock; chance comes from the caller.
package dev.goatdb.testkit.storage;
