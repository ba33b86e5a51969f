/// What applications may bring: the marker that every plugin shares. The contracts are in the
/// packages below and, for merge strategies, in `goatdb-merge-spi`.
package dev.goatdb.api.spi;
