package dev.goatdb.core.repository;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.CommitTime;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.codec.Bundle;
import dev.goatdb.core.codec.BundleHeader;
import dev.goatdb.core.trust.KeyRing;
import dev.goatdb.core.trust.Signer;
import dev.goatdb.core.trust.SigningKey;
import dev.goatdb.testkit.env.SimEnv;
import dev.goatdb.testkit.env.Simulation;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A session that signs two stories is noticed.
class ChainWatchTest {

  private static final RepositoryPath PATH = RepositoryPath.parse("/data/todo");
  private static final SimEnv ENV = new Simulation(2026).node("peer");
  private static final KeyRing KEYS = KeyRing.fresh(SigningKey.generate(ENV), ENV.now());

  private final ChainWatch watch = new ChainWatch();
  private final Signer signer = new Signer(PATH, KEYS, false, ENV);
  private long commits;

  private Bundle next() {
    commits++;
    return signer.resign(
        List.of(new CommitId(commits, 0, 0, 0)), List.of(CommitTime.ofMillis(1000 + commits)));
  }

  /// Another bundle in the place of one.
  private static Bundle instead(Bundle bundle, CommitId history) {
    BundleHeader header = bundle.header();
    BundleHeader other =
        new BundleHeader(
            header.database(),
            header.repository(),
            header.algorithm(),
            header.session(),
            header.chain(),
            header.seq(),
            history,
            header.first(),
            header.last(),
            header.count(),
            new CommitId(9, 9, 9, 9));
    return Bundle.of(other, Value.Bytes.of(KEYS.session().sign(other.message())), bundle.salt());
  }

  private void assertQuiet(Bundle bundle) {
    assertEquals(Optional.empty(), watch.see(bundle));
  }

  @Test
  void anHonestChainIsQuietAlsoInPartsWithGapsAndOutOfOrder() {
    List<Bundle> bundles = List.of(next(), next(), next(), next(), next());
    assertQuiet(bundles.get(0));
    assertQuiet(bundles.get(1));
    assertQuiet(bundles.get(1));
    assertQuiet(bundles.get(4));
    assertQuiet(bundles.get(3));
    assertQuiet(bundles.get(2));
  }

  @Test
  void twoBundlesWithOneNumberAreReportedOnce() {
    Bundle first = next();
    Bundle second = next();
    assertQuiet(first);
    assertQuiet(second);
    Bundle other = instead(second, second.header().history());
    String report = watch.see(other).orElseThrow();
    assertTrue(report.contains(second.id().toString()), report);
    assertTrue(report.contains(other.id().toString()), report);
    assertTrue(report.contains(KEYS.session().session().toString()), report);
    assertQuiet(instead(first, first.header().history()));
  }

  @Test
  void aBundleThatBuildsOnOneThatNeverCameHereIsReported() {
    Bundle first = next();
    Bundle second = next();
    assertQuiet(instead(first, first.header().history()));
    String report = watch.see(second).orElseThrow();
    assertTrue(report.contains("another history"), report);
  }

  @Test
  void chainsThatNobodyGoesOnWithAreForgotten() {
    for (int i = 0; i < 3 * ChainWatch.MAX_CHAINS; i++) {
      signer.rekey(KEYS);
      assertQuiet(next());
    }
    assertTrue(watch.chains() <= ChainWatch.MAX_CHAINS);
  }

  @Test
  void aChainWithoutEndIsStillChecked() {
    for (int i = 0; i < 3 * ChainWatch.MAX_SEQS; i++) {
      assertQuiet(next());
    }
    Bundle last = next();
    assertTrue(watch.see(instead(last, new CommitId(1, 1, 1, 1))).isPresent());
  }
}
