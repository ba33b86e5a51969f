/// What the engine measures about itself, for systems that count and time: a
/// [dev.goatdb.api.spi.metrics.Metrics] is given each [dev.goatdb.api.spi.metrics.Measurement].
///
/// What there is at a moment (open repositories, commits, bytes, peers) is asked of
/// `GoatDb.status()` instead.
package dev.goatdb.api.spi.metrics;
