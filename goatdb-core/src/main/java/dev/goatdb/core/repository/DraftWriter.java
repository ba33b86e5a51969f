package dev.goatdb.core.repository;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.commit.SessionId;
import dev.goatdb.api.error.GoatDbException;
import dev.goatdb.core.codec.CommitRecord;
import dev.goatdb.core.codec.State;
import dev.goatdb.core.graph.Node;
import dev.goatdb.core.state.Materializer;
import dev.goatdb.core.trust.AuthorizedBatch;
import dev.goatdb.core.trust.Signer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Turns drafts into commits: one signed bundle over as many as fit, into the log, the graph, and
/// to their receipts. One thread: the writer's.
final class DraftWriter {

  /// Bodies in one bundle stay below half a frame.
  private static final long MAX_BUNDLE_BYTES = 384 << 10;

  private final RepositoryPath path;
  private final ItemTable items;
  private final Materializer materializer;
  private final Appender appender;
  private final CommitWriter commits;
  private final Signer signer;
  private final List<Draft> drafts = new ArrayList<>();
  private @Nullable IOException lost;
  private boolean logged;

  DraftWriter(
      RepositoryPath path,
      ItemTable items,
      Materializer materializer,
      Appender appender,
      Signer signer) {
    this.path = path;
    this.items = items;
    this.materializer = materializer;
    this.appender = appender;
    this.commits = new CommitWriter(path, materializer);
    this.signer = signer;
  }

  /// Takes a draft for the next commits.
  void add(Draft draft) {
    drafts.add(draft);
  }

  /// {@return how many drafts were taken}
  int size() {
    return drafts.size();
  }

  /// Makes commits of the drafts that were taken.
  ///
  /// @return whether something is in the log now that may have to be forced
  boolean append() {
    logged = false;
    int from = 0;
    while (from < drafts.size()) {
      from = appendBundle(from);
    }
    drafts.clear();
    return logged;
  }

  private int appendBundle(int from) {
    List<Draft> taken = new ArrayList<>();
    List<CommitRecord> records = new ArrayList<>();
    Map<CommitId, State> states = new HashMap<>();
    SessionId author = signer.keys().session().session();
    long bytes = 0;
    int next = from;
    boolean inGroup = false;
    while (next < drafts.size() && (bytes < MAX_BUNDLE_BYTES || inGroup)) {
      Draft draft = drafts.get(next);
      if (!inGroup) {
        List<Draft> group = Groups.at(drafts, next);
        if (Groups.isTooMuch(group, bytes, MAX_BUNDLE_BYTES)) {
          break;
        }
        if (Groups.isLost(group)) {
          group.forEach(this::withdrawLost);
          next += group.size();
          continue;
        }
      }
      next++;
      inGroup = draft.groupRest > 0;
      seal(draft);
      CommitRecord record = commits.write(draft, author);
      draft.id = record.id();
      if (draft.item.listeners().isEmpty()) {
        materializer.remember(record.id(), draft.state);
      } else {
        // A listener may hear of it when the log is closed already.
        materializer.keep(record.id(), draft.state);
      }
      states.put(record.id(), draft.state);
      bytes += draft.state.estimatedBytes();
      records.add(record);
      taken.add(draft);
    }
    if (!records.isEmpty()) {
      store(taken, signer.sign(records), states);
    }
    return next;
  }

  private void withdrawLost(Draft draft) {
    seal(draft);
    withdraw(draft, new GoatDbException.Storage("the edit before it could not be stored"));
  }

  private static void seal(Draft draft) {
    synchronized (draft.item) {
      draft.sealed = true;
    }
  }

  private void store(List<Draft> drafts, AuthorizedBatch batch, Map<CommitId, State> states) {
    try {
      appender.append(batch, true);
    } catch (IOException e) {
      GoatDbException failure =
          new GoatDbException.Storage(
              "%s: cannot be written: %s. Nothing of this edit was stored."
                  .formatted(path, e.getMessage()),
              e);
      lost = e;
      drafts.forEach(draft -> withdraw(draft, failure));
      return;
    }
    logged = true;
    drafts.forEach(draft -> draft.logged = true);
    appender.publish(batch, states, true);
    drafts.forEach(this::settle);
  }

  private void settle(Draft draft) {
    ItemEntry item = draft.item;
    synchronized (item) {
      if (item.pending == draft) {
        item.pending = null;
      }
      draft.previous = null; // or an item that is edited without a pause keeps every draft
      if (item.latest == draft.receipt && isOnlyHead(item, draft)) {
        item.latest = null; // the head says as much, and a million receipts are large
      }
      items.recount(item);
    }
    CommitId id = draft.id;
    if (id != null) {
      draft.receipt.onAppended(id);
    }
  }

  private static boolean isOnlyHead(ItemEntry item, Draft draft) {
    List<Node> heads = item.graph.heads();
    return heads.size() == 1 && heads.getFirst().id().equals(draft.id);
  }

  void withdraw(Draft draft, GoatDbException failure) {
    ItemEntry item = draft.item;
    synchronized (item) {
      draft.failed = true;
      draft.previous = null;
      if (item.pending == draft) {
        item.pending = null;
      }
      items.recount(item);
    }
    draft.receipt.onFailed(failure);
  }

  /// {@return why edits were lost since this was asked last, or null}
  @Nullable IOException takeLost() {
    IOException reason = lost;
    lost = null;
    return reason;
  }

  /// Ends because of a defect: what is not in the log is withdrawn.
  void fail(GoatDbException failure) {
    lost = new IOException(failure.getMessage(), failure);
    for (Draft draft : drafts) {
      if (draft.logged) {
        settle(draft);
      } else {
        withdraw(draft, failure);
      }
    }
    drafts.clear();
  }
}
