package dev.goatdb.it.e2e;

import static dev.goatdb.it.e2e.Notes.ANY_PORT;
import static dev.goatdb.it.e2e.Notes.BODY;
import static dev.goatdb.it.e2e.Notes.NOTE;
import static dev.goatdb.it.e2e.Notes.PATH;
import static dev.goatdb.it.e2e.Notes.SHARED;
import static dev.goatdb.it.e2e.Notes.TITLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.Blame;
import dev.goatdb.api.Conflict;
import dev.goatdb.api.GoatDb;
import dev.goatdb.api.Item;
import dev.goatdb.api.Peer;
import dev.goatdb.api.commit.Commit;
import dev.goatdb.api.commit.SessionId;
import dev.goatdb.api.schema.StrategyId;
import dev.goatdb.api.spi.transport.Endpoint;
import dev.goatdb.api.value.Value;
import dev.goatdb.it.e2e.Notes.Note;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Edits made apart, and what each side is told about them afterwards.
class HistoryTest {

  @TempDir Path directory;

  @Test
  void bothSidesAreToldTheSameOfWhoWroteWhatAndWhyAnEditLost() {
    try (GoatDb laptop = GoatDb.open(directory.resolve("laptop"), SHARED);
        GoatDb phone = GoatDb.open(directory.resolve("phone"), SHARED);
        Endpoint endpoint = laptop.listen(ANY_PORT)) {
      Item<Note> here = laptop.repository(PATH).put(NOTE, "trip", Note.of("Trip", "Pack bags."));
      Soon.get(here.receipt().appended());
      Item<Note> there = phone.repository(PATH).item(NOTE, "trip");
      exchange(phone, endpoint);

      here.set(TITLE, "Trip to Rome");
      Soon.get(here.replace(BODY, 0, 0, "Book train. ").appended());
      there.set(TITLE, "Rome, May");
      Soon.get(there.replace(BODY, 10, 10, " Passport!").appended());
      exchange(phone, endpoint);

      assertEquals("Book train. Pack bags. Passport!", here.get().body());
      SessionId mine = laptop.session().id();
      SessionId theirs = phone.session().id();
      assertEquals(List.of("Book train. ", "Pack bags.", " Passport!"), parts(here));
      assertEquals(
          List.of(mine, mine, theirs),
          here.blame(BODY).stream().map(part -> part.commit().author()).toList());
      assertEquals(here.blame(BODY), there.blame(BODY));

      Conflict conflict = here.explain(TITLE).getFirst();
      assertEquals(StrategyId.LWW, conflict.strategy());
      assertEquals(Value.of(here.get().title()), conflict.result());
      assertTrue(conflict.dropped());
      assertEquals(here.explain(TITLE), there.explain(TITLE));
      assertEquals(laptop.repository(PATH).conflicts(), phone.repository(PATH).conflicts());

      Commit first = here.history().filter(c -> c.parents().isEmpty()).findFirst().orElseThrow();
      Soon.get(here.revertTo(first.id()).appended());
      exchange(phone, endpoint);
      assertEquals(Note.of("Trip", "Pack bags."), there.get());
      assertEquals(1, there.heads().size());
      assertEquals(here.graph(), there.graph());
      assertEquals(conflict, there.explain(TITLE).getFirst(), "it is known for ever");
    }
  }

  private static List<String> parts(Item<Note> item) {
    String text = item.get().body();
    return item.blame(BODY).stream().map((Blame part) -> part.of(text)).toList();
  }

  private static void exchange(GoatDb phone, Endpoint endpoint) {
    try (Peer peer = phone.connect(endpoint.address())) {
      Soon.sync(peer);
    }
  }
}
