package dev.goatdb.core.repository;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goatdb.api.commit.Commit;
import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.CommitTime;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.commit.SessionId;
import dev.goatdb.api.error.Refusal;
import dev.goatdb.api.schema.SchemaId;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.codec.CommitHeader;
import dev.goatdb.core.codec.State;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// What every peer refuses alike, without a schema and without merging.
class AdmissionCheckTest {

  private static final SchemaId V1 = new SchemaId("task", 1);
  private static final SchemaId V2 = new SchemaId("task", 2);
  private static final CommitTime THEN = CommitTime.ofMillis(1_000);
  private static final CommitTime LATER = CommitTime.ofMillis(1_500);
  private static final CommitTime NOW = CommitTime.ofMillis(2_000);

  private static final State BASE =
      State.empty(V1).with(V1, Map.of("title", Value.of("Milk"), "done", Value.of(false)), THEN);

  private static CommitHeader header(
      SchemaId schema, CommitTime time, Commit.Kind kind, SortedMap<Integer, Value> extensions) {
    return new CommitHeader(
        RepositoryPath.parse("/data/todo"),
        "milk",
        List.of(),
        schema,
        new CommitId(1, 2, 3, 4),
        null,
        new SessionId(5, 6),
        time,
        kind,
        extensions);
  }

  private static CommitHeader edit(SchemaId schema) {
    return header(schema, NOW, Commit.Kind.EDIT, new TreeMap<>());
  }

  private static AdmissionCheck.Parent parent(State state) {
    return new AdmissionCheck.Parent(THEN, state);
  }

  private static void admitted(CommitHeader header, State state, AdmissionCheck.Parent... parents) {
    assertEquals(Optional.empty(), AdmissionCheck.refusal(header, state, List.of(parents)));
  }

  private static void refused(
      Refusal.Reason reason,
      String message,
      CommitHeader header,
      State state,
      AdmissionCheck.Parent... parents) {
    Refusal refusal = AdmissionCheck.refusal(header, state, List.of(parents)).orElseThrow();
    assertEquals(reason, refusal.reason(), refusal::toString);
    assertTrue(refusal.message().contains(message), refusal::toString);
    assertEquals("/data/todo/milk", refusal.where());
  }

  @Test
  void ordinaryEditIsAdmitted() {
    State edited = BASE.with(V1, Map.of("title", Value.of("Oat milk")), NOW);
    admitted(edit(V1), edited, parent(BASE));
    admitted(edit(V1), BASE, parent(BASE)); // a commit without changes, which closes a fork
    admitted(header(V1, THEN, Commit.Kind.EDIT, new TreeMap<>()), BASE);
  }

  @Test
  void kindMergeIsReserved() {
    refused(
        Refusal.Reason.UNSUPPORTED,
        "MERGE",
        header(V1, NOW, Commit.Kind.MERGE, new TreeMap<>()),
        BASE,
        parent(BASE));
  }

  @Test
  void oddExtensionIsCriticalAndAnEvenOneIsKept() {
    admitted(
        header(V1, NOW, Commit.Kind.EDIT, new TreeMap<>(Map.of(64, Value.of(1L)))),
        BASE,
        parent(BASE));
    refused(
        Refusal.Reason.UNSUPPORTED,
        "extension 65 is critical",
        header(V1, NOW, Commit.Kind.EDIT, new TreeMap<>(Map.of(65, Value.of(1L)))),
        BASE,
        parent(BASE));
  }

  @Test
  void tombstoneAndKindBelongTogether() {
    State deleted = BASE.with(V1, Map.of(State.DELETED, Value.of(true)), NOW);
    CommitHeader delete = header(V1, NOW, Commit.Kind.DELETE, new TreeMap<>());
    admitted(delete, deleted, parent(BASE));
    refused(Refusal.Reason.UNSUPPORTED, "kind is DELETE", edit(V1), deleted, parent(BASE));
    refused(Refusal.Reason.UNSUPPORTED, "kind is DELETE", delete, BASE, parent(BASE));
  }

  @Test
  void reservedFieldsAreRefused() {
    State odd = BASE.with(V1, Map.of(State.DELETED, Value.of("maybe")), NOW);
    refused(Refusal.Reason.UNSUPPORTED, "reserved", edit(V1), odd, parent(BASE));
    State other = BASE.with(V1, Map.of("$secret", Value.of(1L)), NOW);
    refused(
        Refusal.Reason.UNSUPPORTED, "field '$secret' is reserved", edit(V1), other, parent(BASE));
  }

  @Test
  void commitIsLaterThanEachOfItsParents() {
    CommitHeader same = header(V1, THEN, Commit.Kind.EDIT, new TreeMap<>());
    refused(Refusal.Reason.TIME, "not after its parent", same, BASE, parent(BASE));
    CommitHeader next = header(V1, THEN.next(), Commit.Kind.EDIT, new TreeMap<>());
    admitted(next, BASE, parent(BASE));
    refused(
        Refusal.Reason.TIME,
        "not after its parent",
        next,
        BASE,
        parent(BASE),
        new AdmissionCheck.Parent(LATER, BASE));
  }

  @Test
  void versionNeverFallsAndAnotherNamespaceMayTakeOver() {
    State upgraded = BASE.withSchema(V2);
    refused(Refusal.Reason.SCHEMA, "task/1 on top of task/2", edit(V1), BASE, parent(upgraded));
    admitted(edit(V2), upgraded, parent(BASE));
    SchemaId note = new SchemaId("note", 1);
    admitted(edit(note), BASE.withSchema(note), parent(upgraded));
  }

  @Test
  void stampThatNoParentSaysIsRefused() {
    State invented = State.of(V1, BASE.values(), Map.of("title", LATER, "done", THEN));
    refused(
        Refusal.Reason.TIME,
        "field 'title' claims to be written at",
        edit(V1),
        invented,
        parent(BASE));
    State older = State.of(V1, BASE.values(), Map.of("title", CommitTime.MIN, "done", THEN));
    refused(Refusal.Reason.TIME, "claims to be written at", edit(V1), older, parent(BASE));
  }

  @Test
  void mergedFieldHasTheGreatestStampOfItsParents() {
    State left = BASE.with(V1, Map.of("title", Value.of("Left")), LATER);
    AdmissionCheck.Parent leftParent = new AdmissionCheck.Parent(LATER, left);
    admitted(edit(V1), left, leftParent, parent(BASE));
    State tooOld = State.of(V1, left.values(), BASE.stamps());
    refused(
        Refusal.Reason.TIME, "claims to be written at", edit(V1), tooOld, leftParent, parent(BASE));
  }

  @Test
  void changeWithoutAStampIsRefused() {
    State silent =
        State.of(V1, Map.of("title", Value.of("Oat"), "done", Value.of(false)), BASE.stamps());
    refused(Refusal.Reason.TIME, "changed without a write stamp", edit(V1), silent, parent(BASE));
    State removed = State.of(V1, Map.of("title", Value.of("Milk")), BASE.stamps());
    refused(Refusal.Reason.TIME, "'done' changed without", edit(V1), removed, parent(BASE));
  }

  @Test
  void fieldDoesNotLoseItsStamp() {
    State forgotten = State.of(V1, Map.of("title", Value.of("Milk")), Map.of("title", THEN));
    refused(Refusal.Reason.TIME, "'done' lost its write stamp", edit(V1), forgotten, parent(BASE));
  }

  @Test
  void upgradeMayMoveStampsAndStartFieldsAtTheBeginning() {
    State upgraded =
        State.of(
            V2,
            Map.of("name", Value.of("Milk"), "tags", Value.of(List.of())),
            Map.of("name", THEN, "tags", CommitTime.MIN));
    admitted(edit(V2), upgraded, parent(BASE));
    State invented = State.of(V2, Map.of("name", Value.of("Milk")), Map.of("name", LATER));
    refused(Refusal.Reason.TIME, "claims to be written at", edit(V2), invented, parent(BASE));
  }
}
