package dev.goatdb.it.arch.planted.high;

import dev.goatdb.it.arch.planted.low.UpwardUser;
import java.time.Instant;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Uses the layer below, as it may, and time, chance, threads and services, as it may not.
public final class DownwardUser {
  UpwardUser below() {
    return new UpwardUser();
  }

  long time() {
    return System.nanoTime() + System.currentTimeMillis() + Instant.now().getNano();
  }

  int chance() {
    return new Random().nextInt() + (int) (Math.random() * 2);
  }

  ExecutorService threads() {
    Thread.ofVirtual().start(() -> {});
    return Executors.newCachedThreadPool();
  }

  Iterable<Runnable> services() {
    return ServiceLoader.load(Runnable.class);
  }
}
