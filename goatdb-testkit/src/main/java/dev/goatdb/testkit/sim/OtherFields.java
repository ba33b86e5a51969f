package dev.goatdb.testkit.sim;

import dev.goatdb.api.Item;
import dev.goatdb.api.Receipt;
import dev.goatdb.api.schema.Document;
import dev.goatdb.api.value.RichText;
import dev.goatdb.api.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/// Chooses edits of lists, rich texts, marks, registers and maps. One thread.
final class OtherFields {

  private static final int FORKS_VOTES = 5;

  private final World world;
  private final RandomGenerator chance;

  /// An edit as its author means it.
  ///
  /// @param what for people
  /// @param edit from the document before to the one after
  /// @param deed what must have come of it
  record Change(String what, UnaryOperator<Document> edit, Deed deed) {
    Receipt writeTo(Item<Document> item) {
      item.update(edit);
      return item.receipt();
    }
  }

  OtherFields(World world) {
    this.world = world;
    this.chance = world.chance;
  }

  /// {@return an edit that counts, for commits on chosen parents}
  Change vote() {
    long votes = 1 + chance.nextInt(FORKS_VOTES);
    return new Change(
        "voted", now -> now.with(Note.VOTES, now.get(Note.VOTES) + votes), Deed.votes(votes));
  }

  Change change(Document now) {
    return switch (chance.nextInt(8)) {
      case 0 -> raise(now);
      case 1 -> lower();
      case 2 -> own();
      case 3 -> step(now);
      case 4 -> detail(now);
      default -> page(now);
    };
  }

  private Change raise(Document now) {
    long peak = now.get(Note.PEAK) + 1 + chance.nextInt(3);
    return new Change("raised", before -> before.with(Note.PEAK, peak), Deed.raised(peak));
  }

  private Change lower() {
    double low = -chance.nextInt(100) / 8.0;
    return new Change("lowered", before -> before.with(Note.LOW, low), Deed.NONE);
  }

  private Change own() {
    List<String> owner = List.of(world.newToken());
    return new Change("owned", before -> before.with(Note.OWNER, owner), Deed.NONE);
  }

  private Change step(Document now) {
    List<String> steps = new ArrayList<>(now.get(Note.STEPS));
    if (!steps.isEmpty() && chance.nextInt(3) == 0) {
      steps.remove(chance.nextInt(steps.size()));
    }
    steps.add(chance.nextInt(steps.size() + 1), world.newToken());
    return new Change("stepped", before -> before.with(Note.STEPS, steps), Deed.NONE);
  }

  /// Maps of maps of lists, and rich text in them.
  private Change detail(Document now) {
    Map<String, Value> details = new HashMap<>(now.get(Note.DETAILS));
    String name = "d" + chance.nextInt(3);
    Value list = Value.of(List.of(Value.of(world.newToken()), Value.of(world.newToken())));
    details.put(
        name,
        switch (chance.nextInt(3)) {
          case 0 -> list;
          case 1 -> Value.of(Map.of("inner", list));
          default -> RichText.of(world.newToken());
        });
    return new Change("detailed", before -> before.with(Note.DETAILS, details), Deed.NONE);
  }

  private Change page(Document now) {
    RichText page = edited(now.get(Note.PAGE));
    return new Change("paged", before -> before.with(Note.PAGE, page), Deed.NONE);
  }

  private RichText edited(RichText page) {
    int count = page.blocks().size();
    if (count == 0) {
      return inserted(page, 0);
    }
    RichText.Block block = page.blocks().get(chance.nextInt(count));
    int length = block.text().length();
    return switch (chance.nextInt(7)) {
      case 0 -> inserted(page, chance.nextInt(count + 1));
      case 1 -> page.moveBlock(block.id(), chance.nextInt(count));
      case 2 -> page.removeBlock(block.id());
      case 3 -> page.mark(block.id(), 0, length, "bold", Value.of(chance.nextBoolean()));
      case 4 -> page.unmark(block.id(), length / 2, length, "bold");
      default -> {
        int at = chance.nextInt(length + 1);
        yield page.replace(block.id(), at, Math.min(length, at + 2), world.newToken() + " ");
      }
    };
  }

  private RichText inserted(RichText page, int index) {
    String token = world.newToken();
    return page.insertBlock(
        index, new RichText.Block(token, "paragraph", token + " text", List.of()));
  }
}
