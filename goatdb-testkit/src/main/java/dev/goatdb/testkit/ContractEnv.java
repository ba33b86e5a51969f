package dev.goatdb.testkit;

import dev.goatdb.api.spi.runtime.Env;
import java.time.Duration;
import java.util.Random;

/// What a storage under test gets: a clock that stands still, chance from a seed, and no threads,
/// for a storage does its work within the calls that are made to it.
final class ContractEnv implements Env {

  private final Random chance;

  ContractEnv(long seed) {
    this.chance = new Random(seed);
  }

  @Override
  public long now() {
    return 0;
  }

  @Override
  public long nanoTime() {
    return 0;
  }

  @Override
  public void random(byte[] bytes) {
    chance.nextBytes(bytes);
  }

  @Override
  public Worker worker(String name, Runnable work) {
    throw new UnsupportedOperationException(
        "a storage that starts threads overrides StorageContract.env()");
  }

  @Override
  public Thread start(String name, Runnable body) {
    throw new UnsupportedOperationException(
        "a storage that starts threads overrides StorageContract.env()");
  }

  @Override
  public Timer after(Duration delay, Runnable task) {
    throw new UnsupportedOperationException(
        "a storage that waits for time overrides StorageContract.env()");
  }
}
