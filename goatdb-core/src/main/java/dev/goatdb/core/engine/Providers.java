package dev.goatdb.core.engine;

import dev.goatdb.api.GoatDbConfig;
import dev.goatdb.api.error.GoatDbException;
import dev.goatdb.api.spi.Plugin;
import dev.goatdb.api.spi.metrics.Metrics;
import dev.goatdb.api.spi.storage.StorageProvider;
import dev.goatdb.api.spi.transport.TransportProvider;
import dev.goatdb.core.merge.Strategies;
import dev.goatdb.merge.spi.MergeStrategy;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Finds plugins: instances given to the configuration first, then services. The only class of the
/// engine that touches [ServiceLoader].
final class Providers {

  private final GoatDbConfig config;

  Providers(GoatDbConfig config) {
    this.config = config;
  }

  /// {@return the storage for a location}
  StorageProvider storage(URI location) {
    String scheme = scheme(location);
    return one(
        StorageProvider.class,
        "storage",
        scheme,
        provider -> provider.name().equals(scheme),
        "dev.goatdb:goatdb-storage-file");
  }

  /// {@return the transport for an address}
  TransportProvider transport(URI address) {
    String scheme = scheme(address);
    return one(
        TransportProvider.class,
        "transport",
        scheme,
        provider -> provider.serves(scheme),
        "dev.goatdb:goatdb-transport-ws");
  }

  private static String scheme(URI location) {
    String scheme = location.getScheme();
    if (scheme == null) {
      throw new IllegalArgumentException(
          "'" + location + "' has no scheme; write for example file:/srv/data or ws://host:8080");
    }
    return scheme.toLowerCase(Locale.ROOT);
  }

  /// {@return all merge strategies; one that was given wins over a service of its name}
  Strategies strategies() {
    Map<String, MergeStrategy> byName = new LinkedHashMap<>();
    for (MergeStrategy found : services(MergeStrategy.class)) {
      MergeStrategy other = byName.putIfAbsent(found.name(), found);
      if (other != null) {
        throw twice("merge strategies", found.name(), other, found);
      }
    }
    given(MergeStrategy.class).forEach(strategy -> byName.put(strategy.name(), strategy));
    return Strategies.of(byName.values());
  }

  /// {@return all who listen to measurements; one that was given wins over a service of its name}
  List<Metrics> metrics() {
    Map<String, Metrics> byName = new LinkedHashMap<>();
    services(Metrics.class).forEach(found -> byName.put(found.name(), found));
    given(Metrics.class).forEach(metrics -> byName.put(metrics.name(), metrics));
    return List.copyOf(byName.values());
  }

  private <P extends Plugin> P one(
      Class<P> type, String kind, String scheme, Predicate<P> serves, String artifact) {
    List<P> given = given(type).stream().filter(serves).toList();
    List<P> all = services(type);
    List<P> found = given.isEmpty() ? all.stream().filter(serves).toList() : given;
    if (found.isEmpty()) {
      throw new GoatDbException.Configuration(
          "no %s for '%s:'. Found: %s. Add %s."
              .formatted(kind, scheme, all.isEmpty() ? "none" : describe(all), artifact));
    }
    if (found.size() > 1) {
      throw twice(kind + "s", scheme, found.get(0), found.get(1));
    }
    return found.getFirst();
  }

  private static String describe(List<? extends Plugin> plugins) {
    return plugins.stream()
        .map(plugin -> plugin.name() + " (" + plugin.getClass().getName() + ")")
        .collect(Collectors.joining(", "));
  }

  private static GoatDbException twice(String kind, String name, Plugin one, Plugin other) {
    return new GoatDbException.Configuration(
        "two %s are called '%s': %s and %s. Remove one, or name one with .plugin(…)."
            .formatted(kind, name, one.getClass().getName(), other.getClass().getName()));
  }

  private <P> List<P> given(Class<P> type) {
    return config.plugins().stream().filter(type::isInstance).map(type::cast).toList();
  }

  private static <P> List<P> services(Class<P> type) {
    List<P> found = new ArrayList<>();
    try {
      ServiceLoader<P> loader = ServiceLoader.load(type, Providers.class.getClassLoader());
      loader.stream().map(ServiceLoader.Provider::get).forEach(found::add);
    } catch (ServiceConfigurationError e) {
      throw new GoatDbException.Configuration("a plugin cannot be loaded: " + e.getMessage(), e);
    }
    return found;
  }
}
