package dev.goatdb.core.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.goatdb.api.value.Value;
import dev.goatdb.core.codec.CanonicalCbor;
import dev.goatdb.testkit.MergeStrategyContract;
import dev.goatdb.testkit.property.Property;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// The laws for strategies of our own, where canonical bytes are at hand.
abstract class BuiltInContract extends MergeStrategyContract {

  private static final int GOLDEN_CASES = 2_000;

  private record Question(Value base, List<Value> heads) {}

  private Question draw(RandomGenerator random) {
    Value base = random.nextInt(8) == 7 ? Value.NULL : anyValue(random);
    List<Value> heads = new ArrayList<>();
    for (int i = 2 + random.nextInt(3); i > 0; i--) {
      heads.add(base.equals(Value.NULL) ? anyValue(random) : edited(base, random));
    }
    return new Question(base, heads);
  }

  private Value answer(Question question) {
    Value[] heads = question.heads.toArray(Value[]::new);
    return strategy().merge(Heads.of(field(), question.base, heads));
  }

  /// Closure: a merged value has one canonical encoding, and it is that value again.
  @Test
  void survivesTheCanonicalEncoding() {
    Property.check(
        strategy().name() + ": canonical encoding",
        5_000,
        this::draw,
        question -> {
          Value merged = answer(question);
          byte[] bytes = CanonicalCbor.encode(merged);
          assertEquals(merged, CanonicalCbor.decode(bytes));
        });
  }

  /// Determinism across machines, processes and versions of Java: two thousand answers, as a hash.
  /// If it changes, every peer that merges by the old rule disagrees from then on: a change of
  /// results is a new version of the strategy.
  @Test
  void answersAsItAlwaysDid() throws NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    Random random = new Random(GOLDEN_CASES);
    for (int i = 0; i < GOLDEN_CASES; i++) {
      digest.update(CanonicalCbor.encode(answer(draw(random))));
    }
    String answers = HexFormat.of().formatHex(digest.digest(), 0, 8);
    String name = getClass().getSimpleName();
    assertEquals(golden().getProperty(name), answers, name);
  }

  private static Properties golden() {
    Properties golden = new Properties();
    try (InputStream in = BuiltInContract.class.getResourceAsStream("answers.properties")) {
      golden.load(in);
      return golden;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
