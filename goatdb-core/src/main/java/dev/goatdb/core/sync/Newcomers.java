package dev.goatdb.core.sync;

import java.net.URI;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// How many sessions that nobody knew are registered: anybody can make a key, so without a bound a
/// stranger could fill the database with records. Each address has some at once and then one after
/// a pause; so have all addresses together. One thread.
final class Newcomers {

  /// Registrations at once, and the time after which there may be one more, in milliseconds.
  record Rate(int atOnce, long pauseMillis) {}

  /// Many clients of one office, or of one test, have one address.
  static final Rate EACH_ADDRESS = new Rate(256, 10_000);

  static final Rate ALL_ADDRESSES = new Rate(4096, 1_000);

  /// Beyond this many addresses the one that was heard of longest ago is forgotten.
  private static final int MAX_ADDRESSES = 4096;

  private final Rate each;
  private final Bucket all;
  private final Map<String, Bucket> byAddress = new LinkedHashMap<>(16, 0.75f, true);

  /// What is left of a rate.
  private static final class Bucket {
    private final Rate rate;
    private double left;
    private long asOf;

    Bucket(Rate rate, long now) {
      this.rate = rate;
      this.left = rate.atOnce();
      this.asOf = now;
    }

    boolean has(long now) {
      left = Math.min(rate.atOnce(), left + (double) (now - asOf) / rate.pauseMillis());
      asOf = now;
      return left >= 1;
    }
  }

  Newcomers(long now) {
    this(EACH_ADDRESS, ALL_ADDRESSES, now);
  }

  Newcomers(Rate each, Rate all, long now) {
    this.each = each;
    this.all = new Bucket(all, now);
  }

  /// {@return whether one more may be registered; if so it counts}
  ///
  /// @param address where it comes from
  /// @param now milliseconds, which never go back
  boolean admit(URI address, long now) {
    String host = Objects.requireNonNullElse(address.getHost(), address.toString());
    Bucket mine = byAddress.computeIfAbsent(host, h -> new Bucket(each, now));
    if (byAddress.size() > MAX_ADDRESSES) {
      Iterator<String> oldest = byAddress.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
    boolean isFree = mine.has(now) && all.has(now);
    if (isFree) {
      mine.left--;
      all.left--;
    }
    return isFree;
  }

  /// {@return the number of addresses that are remembered}
  int addresses() {
    return byAddress.size();
  }
}
