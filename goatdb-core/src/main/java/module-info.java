import org.jspecify.annotations.NullMarked;

/// The engine of GoatDB: commits, graphs, merging, trust, queries and synchronization.
///
/// It exports nothing. Applications reach it through [dev.goatdb.api.GoatDb], which finds it as a
/// service; storages and transports are found by the engine in the same way, so neither side ever
/// names the other.
@NullMarked
module dev.goatdb.core {
  requires dev.goatdb.api;
  requires dev.goatdb.merge.spi;
  requires org.bouncycastle.provider;
  requires org.jctools.core.jdk11;
  requires static jdk.jfr;
  requires static transitive org.jspecify;

  uses dev.goatdb.api.spi.metrics.Metrics;
  uses dev.goatdb.api.spi.storage.StorageProvider;
  uses dev.goatdb.api.spi.transport.TransportProvider;
  uses dev.goatdb.merge.spi.MergeStrategy;

  provides dev.goatdb.api.EngineProvider with
      dev.goatdb.core.engine.CoreEngineProvider;
  provides dev.goatdb.merge.spi.MergeStrategy with
      dev.goatdb.core.merge.CounterMerge,
      dev.goatdb.core.merge.LastWriter,
      dev.goatdb.core.merge.ListMerge,
      dev.goatdb.core.merge.MapMerge,
      dev.goatdb.core.merge.MaxMerge,
      dev.goatdb.core.merge.MinMerge,
      dev.goatdb.core.merge.MultiMerge,
      dev.goatdb.core.merge.RichTextMerge,
      dev.goatdb.core.merge.SetMerge,
      dev.goatdb.core.merge.TextMerge;
}
