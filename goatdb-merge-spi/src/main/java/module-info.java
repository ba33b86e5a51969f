import org.jspecify.annotations.NullMarked;

/// What authors of merge strategies compile against.
///
/// A strategy is a service: a module that has one says `provides dev.goatdb.merge.spi.MergeStrategy
/// with ...`, a jar for the class path names it in `META-INF/services` as well, and a schema names
/// it by its [dev.goatdb.api.schema.StrategyId]. The strategies of GoatDB itself come through the
/// same door.
@NullMarked
module dev.goatdb.merge.spi {
  requires transitive dev.goatdb.api;
  requires static transitive org.jspecify;

  exports dev.goatdb.merge.spi;
}
