/// Wiring, and the views behind the facade, which only delegate down.
///
/// [dev.goatdb.core.engine.Database] owns what a database has one of: storage, keys, schemas,
/// caches, writer lanes, the listener thread, synchronization. [dev.goatdb.core.engine.Providers]
/// is the only class that touches [java.util.ServiceLoader]. The views turn records into states and
/// back.
package dev.goatdb.core.engine;
