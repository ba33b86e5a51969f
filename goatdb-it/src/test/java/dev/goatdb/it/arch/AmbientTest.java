package dev.goatdb.it.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Time, chance and threads come in through `Env`, or the simulator does not run the real engine;
/// services are looked up in one class of a module.
class AmbientTest {

  /// Classes that touch the real world, each with the reason.
  private static final Map<String, String> EXCEPTIONS =
      Map.of(
          "dev.goatdb.core.engine.SystemEnv", "is the real world, for the engine",
          "dev.goatdb.testkit.RealEnv", "is the real world, for contracts of plugins",
          "dev.goatdb.testkit.StorageContract",
              "reads from several threads at once, to show that it may",
          "dev.goatdb.transport.ws.WsEndpoint",
              "waits for real sockets to say good-bye, with a bound; no decision of the engine hangs on it",
          "dev.goatdb.api.value.OrderStamp",
              "draws the 16 letters that keep equal drops apart; a caller who must repeat a run gives a generator");

  private static final Set<String> CLOCKS =
      Set.of(
          Instant.class.getName(),
          LocalDate.class.getName(),
          LocalDateTime.class.getName(),
          ZonedDateTime.class.getName());

  private static boolean isAmbient(AccessTarget target) {
    String owner = target.getOwner().getName();
    String name = target.getName();
    boolean time =
        owner.equals("java.lang.System")
                && (name.equals("nanoTime") || name.equals("currentTimeMillis"))
            || CLOCKS.contains(owner) && name.equals("now")
            || owner.equals(Clock.class.getName());
    boolean chance =
        owner.equals("java.lang.Math") && name.equals("random")
            || owner.equals("java.util.UUID") && name.equals("randomUUID")
            || (owner.equals("java.util.Random") || owner.equals("java.util.SplittableRandom"))
                && target.getFullName().endsWith("<init>()") // one with a seed is no chance
            || owner.equals("java.security.SecureRandom") && name.equals("<init>")
            || owner.equals("java.util.concurrent.ThreadLocalRandom") && name.equals("current");
    boolean threads =
        owner.equals("java.lang.Thread")
                && Set.of("<init>", "ofVirtual", "ofPlatform", "startVirtualThread", "sleep")
                    .contains(name)
            || owner.equals("java.util.concurrent.Executors")
            || owner.equals("java.util.Timer") && name.equals("<init>")
            || owner.contains("ThreadPoolExecutor") && name.equals("<init>")
            || owner.equals("java.util.concurrent.CompletableFuture")
                && Set.of(
                        "runAsync",
                        "supplyAsync",
                        "delayedExecutor",
                        "orTimeout",
                        "completeOnTimeout")
                    .contains(name);
    return time || chance || threads;
  }

  private static Map<String, Set<String>> ambient(JavaClasses classes) {
    Map<String, Set<String>> found = new TreeMap<>();
    for (JavaClass each : classes) {
      for (JavaAccess<?> access : each.getAccessesFromSelf()) {
        if (isAmbient(access.getTarget())) {
          found
              .computeIfAbsent(outermost(each), name -> new TreeSet<>())
              .add(access.getTarget().getFullName());
        }
      }
    }
    return found;
  }

  private static String outermost(JavaClass type) {
    return type.getName().replaceFirst("\\$.*", "");
  }

  private static Set<String> lookups(JavaClasses classes) {
    Set<String> found = new TreeSet<>();
    for (JavaClass each : classes) {
      each.getAccessesFromSelf().stream()
          .filter(
              access -> access.getTarget().getOwner().getName().equals("java.util.ServiceLoader"))
          .forEach(access -> found.add(outermost(each)));
    }
    return found;
  }

  @Test
  void timeChanceAndThreadsComeInThroughEnv() {
    Map<String, Set<String>> found = ambient(Modules.all());
    found.keySet().removeAll(EXCEPTIONS.keySet());
    assertEquals(Map.of(), found);
  }

  @Test
  void everyExceptionIsStillNeeded() {
    Set<String> needless = new TreeSet<>(EXCEPTIONS.keySet());
    needless.removeAll(ambient(Modules.all()).keySet());
    assertEquals(Set.of(), needless, "take it off the list");
  }

  @Test
  void servicesAreLookedUpInOneClassOfAModule() {
    assertEquals(
        Set.of("dev.goatdb.api.Engines", "dev.goatdb.core.engine.Providers"),
        lookups(Modules.all()));
  }

  @Test
  void plantedUsesAreFound() {
    Set<String> found =
        ambient(Modules.planted()).get("dev.goatdb.it.arch.planted.high.DownwardUser");
    for (String use :
        Set.of(
            "System.nanoTime",
            "System.currentTimeMillis",
            "Instant.now",
            "Random.<init>",
            "Math.random",
            "Thread.ofVirtual",
            "Executors.newCachedThreadPool")) {
      assertTrue(found.stream().anyMatch(line -> line.contains(use)), () -> use + " of " + found);
    }
    assertEquals(
        Set.of("dev.goatdb.it.arch.planted.high.DownwardUser"), lookups(Modules.planted()));
  }
}
