import org.jspecify.annotations.NullMarked;

/// The public face of GoatDB: an embedded, distributed document database.
///
/// Applications compile against this module and run with an engine (`goatdb-core`) and a storage
/// beside it; both are found through [java.util.ServiceLoader]. A first program meets `GoatDb`,
/// `Repository`, `Item`, `Query` and [dev.goatdb.api.schema.Schema].
///
/// Layers, lowest first; a package uses only packages above it in this list:
///
/// - `error` what can go wrong, `value` what a field holds
/// - `schema` what a document looks like
/// - `commit` who changed what and when, `trust` who may
/// - `spi`, `spi.runtime`, `spi.storage`, `spi.transport`, `spi.metrics` what plugins implement
/// - `dev.goatdb.api` the facade
///
/// Nothing is `null` unless it says so: the module is [org.jspecify.annotations.NullMarked].
///
/// Records are bound to documents by reflection, once per schema. A module that declares records
/// either opens their package to this module or hands a lookup to
/// [dev.goatdb.api.schema.Schema.Builder#lookup(java.lang.invoke.MethodHandles.Lookup)].
///
/// @uses dev.goatdb.api.EngineProvider the engine; without one, opening a database fails and says
///   what to add
@NullMarked
module dev.goatdb.api {
  requires static transitive org.jspecify;

  exports dev.goatdb.api;
  exports dev.goatdb.api.commit;
  exports dev.goatdb.api.error;
  exports dev.goatdb.api.schema;
  exports dev.goatdb.api.spi;
  exports dev.goatdb.api.spi.metrics;
  exports dev.goatdb.api.spi.runtime;
  exports dev.goatdb.api.spi.storage;
  exports dev.goatdb.api.spi.transport;
  exports dev.goatdb.api.trust;
  exports dev.goatdb.api.value;

  uses dev.goatdb.api.EngineProvider;
}
