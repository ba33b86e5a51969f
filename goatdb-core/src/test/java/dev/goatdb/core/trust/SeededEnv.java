package dev.goatdb.core.trust;

import dev.goatdb.api.spi.runtime.Env;
import java.time.Duration;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Chance from a seed, and nothing else: what keys and signers need.
final class SeededEnv implements Env {

  private final RandomGenerator random;

  SeededEnv(long seed) {
    this.random = RandomGeneratorFactory.of("SplittableRandom").create(seed);
  }

  @Override
  public long now() {
    throw new UnsupportedOperationException("no clock here");
  }

  @Override
  public long nanoTime() {
    throw new UnsupportedOperationException("no clock here");
  }

  @Override
  public void random(byte[] bytes) {
    random.nextBytes(bytes);
  }

  @Override
  public Thread start(String name, Runnable body) {
    throw new UnsupportedOperationException("no threads here");
  }

  @Override
  public Timer after(Duration delay, Runnable task) {
    throw new UnsupportedOperationException("no clock here");
  }

  @Override
  public Worker worker(String name, Runnable work) {
    throw new UnsupportedOperationException("no threads here");
  }
}
