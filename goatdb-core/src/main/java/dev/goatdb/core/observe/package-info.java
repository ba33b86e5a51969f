/// Measurements: what the engine did, for plugins that count and for flight recordings.
///
/// Whoever does something worth measuring asks [dev.goatdb.core.observe.Observer#start()] before
/// and reports after. While nobody listens that is two reads of a field. `jdk.jfr` may be missing:
/// then there are no recordings, and nothing else changes.
package dev.goatdb.core.observe;
