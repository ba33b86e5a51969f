package dev.goatdb.storage.file;

import dev.goatdb.api.spi.runtime.Env;
import java.time.Duration;
import java.util.Random;

/// Chance from a seed; nothing else, for the storage asks for nothing else.
record SeededEnv(Random chance) implements Env {

  SeededEnv(long seed) {
    this(new Random(seed));
  }

  @Override
  public long now() {
    throw new UnsupportedOperationException("a storage reads no clock");
  }

  @Override
  public long nanoTime() {
    throw new UnsupportedOperationException("a storage reads no clock");
  }

  @Override
  public void random(byte[] bytes) {
    chance.nextBytes(bytes);
  }

  @Override
  public Worker worker(String name, Runnable work) {
    throw new UnsupportedOperationException("a storage starts no threads");
  }

  @Override
  public Thread start(String name, Runnable body) {
    throw new UnsupportedOperationException("a storage starts no threads");
  }

  @Override
  public Timer after(Duration delay, Runnable task) {
    throw new UnsupportedOperationException("a storage waits for nothing");
  }
}
