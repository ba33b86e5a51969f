package dev.goatdb.core.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.error.GoatDbException;
import dev.goatdb.api.value.Value;
import dev.goatdb.testkit.property.Property;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class KeyRingTest {

  private static final KeyRing FRESH = KeyRing.fresh(SigningKey.generate(new SeededEnv(1)), 1_000);
  private static final KeyRing OTHER = KeyRing.fresh(SigningKey.generate(new SeededEnv(2)), 2_000);

  @Test
  void everyRingComesBackFromItsText() {
    for (KeyRing ring : new KeyRing[] {FRESH, FRESH.claimed(), FRESH.adopting(OTHER.root())}) {
      assertEquals(ring, KeyRing.parse(ring.encode(), "here"));
    }
    String windows = new String(FRESH.encode(), StandardCharsets.US_ASCII).replace("\n", "\r\n");
    assertEquals(FRESH, KeyRing.parse(windows.getBytes(StandardCharsets.US_ASCII), "here"));
  }

  @Test
  void freshDatabaseIsItsOwnRootAndClaimingKeepsIt() {
    assertTrue(FRESH.isRoot());
    assertFalse(FRESH.isClaimed());
    assertTrue(FRESH.claimed().isClaimed());
    assertEquals(FRESH.database(), FRESH.claimed().database());
    assertEquals(FRESH.session().session(), FRESH.rootSession());
  }

  @Test
  void adoptingKeepsTheSessionAndTakesTheRoot() {
    KeyRing adopted = FRESH.adopting(OTHER.root());
    assertFalse(adopted.isRoot());
    assertTrue(adopted.isClaimed());
    assertEquals(OTHER.database(), adopted.database());
    assertEquals(FRESH.session(), adopted.session());
    assertThrows(IllegalStateException.class, () -> adopted.adopting(OTHER.root()));
    assertThrows(IllegalStateException.class, () -> FRESH.claimed().adopting(OTHER.root()));
  }

  @Test
  void rootIsNotRenewedAndOthersGetANewKeyInTheSameDatabase() {
    SigningKey next = SigningKey.generate(new SeededEnv(3));
    assertThrows(IllegalStateException.class, () -> FRESH.renewed(next, 5));
    KeyRing renewed = FRESH.adopting(OTHER.root()).renewed(next, 5);
    assertEquals(OTHER.database(), renewed.database());
    assertEquals(next.session(), renewed.session().session());
  }

  @Test
  void otherToolsCanReadTheKeys() throws Exception {
    String[] blocks =
        new String(FRESH.encode(), StandardCharsets.US_ASCII).split("-----[A-Z ]+-----");
    KeyFactory factory = KeyFactory.getInstance("Ed25519");
    byte[] message = {1, 2, 3};
    Signature signing = Signature.getInstance("Ed25519");
    signing.initSign(
        factory.generatePrivate(
            new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(blocks[1]))));
    signing.update(message);
    assertTrue(FRESH.session().publicKey().verifies(message, signing.sign()));
    Signature verifying = Signature.getInstance("Ed25519");
    verifying.initVerify(
        factory.generatePublic(new X509EncodedKeySpec(Base64.getMimeDecoder().decode(blocks[3]))));
    verifying.update(message);
    assertTrue(verifying.verify(FRESH.session().sign(message)));
  }

  @Test
  void garbageStopsWithAnErrorThatNamesThePlaceAndNotTheKey() {
    byte[] genuine = FRESH.encode();
    String seed = HexFormat.of().formatHex(FRESH.session().seed());
    Property.check(
        "damaged key file",
        2_000,
        random -> {
          byte[] damaged = genuine.clone();
          damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
          return java.util.Arrays.copyOf(
              damaged, random.nextInt(4) == 0 ? random.nextInt(damaged.length) : damaged.length);
        },
        damaged -> {
          try {
            KeyRing.parse(
                damaged, "the cellar"); // a digit of the time, or of a key, may differ unseen
          } catch (GoatDbException.Configuration e) {
            assertTrue(e.getMessage().contains("the cellar"), e::getMessage);
            assertFalse(e.getMessage().contains(seed), "the private key is in the message");
          }
        });
    assertThrows(
        GoatDbException.Configuration.class, () -> KeyRing.parse(new byte[0], "the cellar"));
    assertThrows(
        GoatDbException.Configuration.class,
        () -> KeyRing.parse("goatdb-keys: 2\n".getBytes(StandardCharsets.US_ASCII), "the cellar"));
  }

  @Test
  void privateKeyIsNeverPrinted() {
    byte[] seed = FRESH.session().seed();
    String hex = HexFormat.of().formatHex(seed);
    String base64 = Base64.getEncoder().encodeToString(seed);
    for (Object printed : new Object[] {FRESH, FRESH.session(), FRESH.root()}) {
      String text = printed.toString();
      assertFalse(text.contains(hex) || text.contains(base64), text);
    }
  }

  @Test
  void keysOfSmallOrderAndKeysOffTheCurveAreNotSafe() {
    String[] smallOrder = {
      "0100000000000000000000000000000000000000000000000000000000000000",
      "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
      "0000000000000000000000000000000000000000000000000000000000000000",
      "0000000000000000000000000000000000000000000000000000000000000080",
      "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
      "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
      "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
      "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
      // not canonical: the identity with an unreduced coordinate, and with the sign bit
      "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
      "0100000000000000000000000000000000000000000000000000000000000080",
      // no point at all
      "0200000000000000000000000000000000000000000000000000000000000000",
    };
    for (String hex : smallOrder) {
      PublicKey key = new PublicKey(Value.Bytes.of(HexFormat.of().parseHex(hex)));
      assertFalse(key.isSafe(), hex);
      assertFalse(key.verifies(new byte[] {1}, new byte[64]), hex);
    }
    assertTrue(FRESH.root().isSafe());
    assertThrows(IllegalArgumentException.class, () -> new PublicKey(Value.Bytes.of(new byte[31])));
  }
}
