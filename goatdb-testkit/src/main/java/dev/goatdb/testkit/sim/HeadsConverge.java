package dev.goatdb.testkit.sim;

import dev.goatdb.api.Item;
import dev.goatdb.api.schema.Document;
import dev.goatdb.api.schema.Schema;
import java.util.Optional;

/// All databases hold the same commits, have the same heads and show the same values.
final class HeadsConverge implements Invariant {

  /// {@return what still differs; nothing if all agree}
  Optional<String> difference(World world) {
    for (SimNode node : world.nodes) {
      Optional<String> unrest = node.unrest();
      if (unrest.isPresent()) {
        return unrest;
      }
    }
    for (String path : World.REPOSITORIES) {
      String expected = world.server().repository(path).digest();
      for (SimNode node : world.honest()) {
        if (!node.repository(path).digest().equals(expected)) {
          return Optional.of(difference(world, path, node));
        }
      }
      for (SimNode node : world.nodes) {
        if (node.isReader() && !hasHeadsOf(world.server(), path, node)) {
          return Optional.of(node + " has not got all heads of " + path);
        }
      }
    }
    return Optional.empty();
  }

  /// What a reader wrote in spite of all keeps its digest different for ever.
  private static boolean hasHeadsOf(SimNode server, String path, SimNode reader) {
    return World.KEYS.stream()
        .flatMap(key -> server.repository(path).item(Note.SCHEMA, key).heads().stream())
        .allMatch(head -> reader.repository(path).commit(head).isPresent());
  }

  private static String difference(World world, String path, SimNode node) {
    for (String key : World.KEYS) {
      Item<Document> there = world.server().repository(path).item(Note.SCHEMA, key);
      Item<Document> here = node.repository(path).item(Note.SCHEMA, key);
      if (!there.heads().equals(here.heads())) {
        return "%s at %s has heads %s, at the server %s"
            .formatted(here, node, here.heads(), there.heads());
      }
    }
    return "digests of " + path + " differ between the server and " + node;
  }

  @Override
  public void check(World world) {
    Optional<String> difference = difference(world);
    require(world, difference.isEmpty(), difference.orElse(""));
    for (String path : World.REPOSITORIES) {
      for (String key : World.KEYS) {
        Item<Document> expected = world.server().repository(path).item(Schema.UNTYPED, key);
        for (SimNode node : world.honest()) {
          compare(world, expected, node, node.repository(path).item(Schema.UNTYPED, key));
        }
      }
    }
  }

  private void compare(World world, Item<Document> expected, SimNode node, Item<Document> item) {
    require(
        world,
        expected.heads().equals(item.heads()),
        "heads of " + item + " at " + node + ": " + item.heads() + ", not " + expected.heads());
    require(
        world,
        expected.value().equals(item.value()),
        "value of " + item + " at " + node + ": " + item.value() + ", not " + expected.value());
  }
}
