package dev.goatdb.testkit.sim;

import dev.goatdb.api.schema.Document;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// A token that was typed into a text, and that nobody deleted, is in the text of every commit and
/// of the heads above. Those that are there twice, or again after they were deleted, are counted
/// and do not break the invariant.
final class TokensNeverLost implements Invariant {

  @Override
  public void check(World world) {
    for (String path : World.REPOSITORIES) {
      for (String key : World.KEYS) {
        ItemHistory history =
            new ItemHistory(world, world.server().repository(path).item(Note.SCHEMA, key));
        if (!history.deeds().isEmpty()) {
          boolean[] isDoubled = {false};
          history.forEachValue(
              (value, done) -> isDoubled[0] |= isDoubled(world, history, value, done));
          world.counts.histories++;
          world.counts.doubled += isDoubled[0] ? 1 : 0;
        }
      }
    }
  }

  private boolean isDoubled(World world, ItemHistory history, Document value, List<Deed> done) {
    String body = value.get(Note.BODY);
    Map<String, Long> found =
        Arrays.stream(body.split(" "))
            .collect(Collectors.groupingBy(word -> word, HashMap::new, Collectors.counting()));
    Set<String> typed = new TreeSet<>();
    done.forEach(deed -> typed.addAll(deed.typed()));
    Set<String> erased = new TreeSet<>();
    done.forEach(deed -> erased.addAll(deed.erased()));
    boolean isDoubled = false;
    for (String token : typed) {
      long times = found.getOrDefault(token, 0L);
      boolean isErased = erased.contains(token);
      require(world, isErased || times > 0, history + " lost " + token + ": '" + body + "'");
      isDoubled |= times > (isErased ? 0 : 1);
    }
    return isDoubled;
  }
}
