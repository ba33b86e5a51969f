package dev.goatdb.cli.demo;

import dev.goatdb.api.Item;
import dev.goatdb.api.Subscription;
import dev.goatdb.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/// Ann edits again and again; how long until Bob's listener hears of it? The first edits warm the
/// virtual machine up and are not counted.
///
/// @param cast the three
/// @param narrator prints and judges
record LatencyStep(Cast cast, Narrator narrator) {

  private static final int WARM_UP = 100;
  private static final int EDITS = 300;

  /// What Bob waits for.
  private record Expectation(long likes, Terminal.Watch watch, CompletableFuture<Long> nanos) {}

  void run() {
    narrator.title("2. Ann likes the goat " + (WARM_UP + EDITS) + " times, Bob listens");
    String key = UnicodeCatalogue.key(0x1F410);
    Item<Glyph> here = cast.ann().item(key);
    Item<Glyph> there = cast.bob().item(key);
    AtomicReference<Expectation> expectation = new AtomicReference<>();
    List<Long> nanos = new ArrayList<>();
    try (Subscription _ = there.onChange(update -> judge(update.after(), expectation.get()))) {
      long likes = here.get().likes();
      for (int i = 1; i <= WARM_UP + EDITS; i++) {
        var next = new Expectation(likes + i, narrator.watch(), new CompletableFuture<>());
        expectation.set(next);
        here.set(Glyph.LIKES, next.likes());
        long latency = narrator.await(next.nanos(), () -> "edit " + next.likes() + " to reach Bob");
        if (i > WARM_UP) {
          nanos.add(latency);
        }
      }
    }
    report(nanos);
  }

  private static void judge(java.util.Optional<Glyph> after, Expectation expectation) {
    if (expectation != null
        && after.filter(glyph -> glyph.likes() == expectation.likes()).isPresent()) {
      expectation.nanos().complete(expectation.watch().nanos());
    }
  }

  private void report(List<Long> nanos) {
    Collections.sort(nanos);
    double p50 = nanos.get(nanos.size() / 2) / 1e6;
    double p99 = nanos.get(nanos.size() * 99 / 100) / 1e6;
    narrator.figure("pushMillisP50", p50);
    narrator.figure("pushMillisP99", p99);
    narrator.claim(nanos.size() == EDITS, "each edit reached Bob's listener by itself");
    narrator.say("  Ann to server to Bob: p50 %.2f ms, p99 %.2f ms", p50, p99);
  }
}
