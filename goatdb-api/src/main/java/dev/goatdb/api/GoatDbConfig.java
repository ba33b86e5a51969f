package dev.goatdb.api;

import dev.goatdb.api.schema.Schema;
import dev.goatdb.api.spi.Plugin;
import dev.goatdb.api.spi.runtime.Env;
import dev.goatdb.api.trust.AuthRule;
import dev.goatdb.api.trust.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// How to open a database. Immutable; each method with an argument gives a copy that differs in one
/// thing. Any thread.
public final class GoatDbConfig {

  /// Signed, everything denied to peers, a quarter of the heap and at least 64 MiB for decoded
  /// values.
  public static final GoatDbConfig DEFAULT = new GoatDbConfig(new Settings());

  /// A rule and the repositories it is for.
  ///
  /// @param pattern `/type/name`, where `*` stands for any characters but `/`
  /// @param rule decides
  public record PathRule(String pattern, AuthRule rule) {
    /// Checks the pattern.
    ///
    /// @throws IllegalArgumentException if it is not of the form `/type/name`
    public PathRule {
      Objects.requireNonNull(rule, "rule");
      if (!pattern.matches("/[^/]+/[^/]+")) {
        throw new IllegalArgumentException(
            "a rule's pattern is /type/name with * as wildcard, for example /data/*, was '"
                + pattern
                + "'");
      }
    }
  }

  /// The mutable twin, which never leaves this class.
  private static final class Settings implements Cloneable {
    private List<Schema<?>> schemas = List.of();
    private List<PathRule> rules = List.of();
    private Verdict defaultVerdict = Verdict.deny("no rule matches this path");
    private boolean trusted;
    private List<Plugin> plugins = List.of();
    private @Nullable Path keyFile;
    private Duration flushWindow = Duration.ofMillis(2);
    private long memoryBudget = Math.max(64L << 20, Runtime.getRuntime().maxMemory() / 4);
    private @Nullable Duration closeIdle;
    private int maxOpen = Integer.MAX_VALUE;
    private @Nullable Executor listeners;
    private @Nullable Env env;

    Settings copy() {
      try {
        return (Settings) clone();
      } catch (CloneNotSupportedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /// A change of one setting.
  private interface Setter {
    void apply(Settings settings);
  }

  private final Settings settings;

  private GoatDbConfig(Settings settings) {
    this.settings = settings;
  }

  private GoatDbConfig with(Setter setter) {
    Settings copy = settings.copy();
    setter.apply(copy);
    return new GoatDbConfig(copy);
  }

  private static <E> List<E> plus(List<E> list, List<? extends E> more) {
    List<E> all = new ArrayList<>(list);
    all.addAll(more);
    return List.copyOf(all);
  }

  /// Registers schemas before their first use, so that items of other peers can be merged and
  /// checked.
  ///
  /// @param schemas the schemas
  /// @return a copy with them added
  public GoatDbConfig schemas(Schema<?>... schemas) {
    List<Schema<?>> more = List.of(schemas);
    return with(s -> s.schemas = plus(s.schemas, more));
  }

  /// {@return the registered schemas}
  public List<Schema<?>> schemas() {
    return settings.schemas;
  }

  /// Adds a rule. The first whose pattern matches decides.
  ///
  /// @param pattern `/type/name`, where `*` stands for any characters but `/`
  /// @param rule decides
  /// @return a copy with it added
  public GoatDbConfig rule(String pattern, AuthRule rule) {
    PathRule added = new PathRule(pattern, rule);
    return with(s -> s.rules = plus(s.rules, List.of(added)));
  }

  /// {@return the rules, in order}
  public List<PathRule> rules() {
    return settings.rules;
  }

  /// Says what holds where no rule matches. By default everything is denied to everybody but the
  /// root session.
  ///
  /// @param verdict what holds
  /// @return a copy that differs in this
  public GoatDbConfig defaultVerdict(Verdict verdict) {
    Objects.requireNonNull(verdict, "verdict");
    return with(s -> s.defaultVerdict = verdict);
  }

  /// {@return what holds where no rule matches}
  public Verdict defaultVerdict() {
    return settings.defaultVerdict;
  }

  /// Switches signatures and rules off, for deployments where every peer is one's own. Peers must
  /// agree on it.
  ///
  /// @param trusted whether to switch them off
  /// @return a copy that differs in this
  public GoatDbConfig trusted(boolean trusted) {
    return with(s -> s.trusted = trusted);
  }

  /// {@return whether signatures and rules are switched off}
  public boolean trusted() {
    return settings.trusted;
  }

  /// Gives an instance of a plugin, which wins over discovery.
  ///
  /// @param plugin a storage, a transport or a merge strategy
  /// @return a copy with it added
  /// @throws IllegalArgumentException if an instance of the same class and name was given already
  public GoatDbConfig plugin(Plugin plugin) {
    for (Plugin other : settings.plugins) {
      if (other.getClass().equals(plugin.getClass()) && other.name().equals(plugin.name())) {
        throw new IllegalArgumentException("plugin '" + plugin.name() + "' was given twice");
      }
    }
    return with(s -> s.plugins = plus(s.plugins, List.of(plugin)));
  }

  /// {@return the plugins that were given}
  public List<Plugin> plugins() {
    return settings.plugins;
  }

  /// Names a file for the private keys, instead of the place that the storage has for them.
  ///
  /// @param file the file; made if it is not there
  /// @return a copy that differs in this
  public GoatDbConfig keyFile(Path file) {
    Objects.requireNonNull(file, "file");
    return with(s -> s.keyFile = file);
  }

  /// {@return the file for the private keys, if one was named}
  public Optional<Path> keyFile() {
    return Optional.ofNullable(settings.keyFile);
  }

  /// Sets how long edits may wait for others to share a commit and a signature with.
  ///
  /// @param window 0 to 10 seconds
  /// @return a copy that differs in this
  /// @throws IllegalArgumentException if out of range
  public GoatDbConfig flushWindow(Duration window) {
    if (window.isNegative() || window.compareTo(Duration.ofSeconds(10)) > 0) {
      throw new IllegalArgumentException("flush window must be 0 to 10 seconds, was " + window);
    }
    return with(s -> s.flushWindow = window);
  }

  /// {@return how long edits may wait}
  public Duration flushWindow() {
    return settings.flushWindow;
  }

  /// Sets how much memory decoded values may take up.
  ///
  /// @param bytes at least 1 MiB
  /// @return a copy that differs in this
  /// @throws IllegalArgumentException if less
  public GoatDbConfig memoryBudget(long bytes) {
    if (bytes < 1 << 20) {
      throw new IllegalArgumentException(
          "memory budget must be at least 1 MiB, was " + bytes + " bytes");
    }
    return with(s -> s.memoryBudget = bytes);
  }

  /// {@return how much memory decoded values may take up, in bytes}
  public long memoryBudget() {
    return settings.memoryBudget;
  }

  /// Closes repositories that nobody has used for a while; a later use opens them again. One that
  /// is listened to, that a query follows, or that a peer has connected for is in use.
  ///
  /// @param idle at least one second
  /// @return a copy that differs in this
  /// @throws IllegalArgumentException if less
  public GoatDbConfig closeIdle(Duration idle) {
    if (idle.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("idle time must be at least 1 second, was " + idle);
    }
    return with(s -> s.closeIdle = idle);
  }

  /// {@return how long a repository may be idle before it is closed; nothing if for ever}
  public Optional<Duration> closeIdle() {
    return Optional.ofNullable(settings.closeIdle);
  }

  /// Sets how many repositories should be open at most. Opening one more closes the one that was
  /// idle for longest; while all of them are in use, or were a second ago, more are open.
  ///
  /// @param repositories at least 1
  /// @return a copy that differs in this
  /// @throws IllegalArgumentException if less
  public GoatDbConfig maxOpen(int repositories) {
    if (repositories < 1) {
      throw new IllegalArgumentException("at least 1 open repository, was " + repositories);
    }
    return with(s -> s.maxOpen = repositories);
  }

  /// {@return how many repositories should be open at most}
  public int maxOpen() {
    return settings.maxOpen;
  }

  /// Sets who runs listeners, instead of a thread of the engine's own.
  ///
  /// @param executor runs calls; the engine hands it one at a time
  /// @return a copy that differs in this
  public GoatDbConfig listeners(Executor executor) {
    Objects.requireNonNull(executor, "executor");
    return with(s -> s.listeners = executor);
  }

  /// {@return who runs listeners, if it was set}
  public Optional<Executor> listeners() {
    return Optional.ofNullable(settings.listeners);
  }

  /// Sets where the engine takes time, chance and threads from: for simulators.
  ///
  /// @param env time, chance and threads
  /// @return a copy that differs in this
  public GoatDbConfig env(Env env) {
    Objects.requireNonNull(env, "env");
    return with(s -> s.env = env);
  }

  /// {@return where the engine takes time, chance and threads from, if it was set}
  public Optional<Env> env() {
    return Optional.ofNullable(settings.env);
  }
}
