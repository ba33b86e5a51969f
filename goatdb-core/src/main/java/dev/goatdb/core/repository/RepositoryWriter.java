package dev.goatdb.core.repository;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.SessionId;
import dev.goatdb.api.error.GoatDbException;
import dev.goatdb.api.spi.storage.CommitLog;
import dev.goatdb.core.codec.BundleHeader;
import dev.goatdb.core.codec.CommitRecord;
import dev.goatdb.core.codec.State;
import dev.goatdb.core.graph.Node;
import dev.goatdb.core.state.Materializer;
import dev.goatdb.core.trust.AuthorizedBatch;
import dev.goatdb.core.trust.KeyRing;
import dev.goatdb.core.trust.Signer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The single writer of a repository: drains the queue, signs one bundle over a drain's drafts,
/// appends, publishes, forces.
///
/// Thread rule: [#submit] and [#close] may be called from any thread; [#write] and [#force] run on
/// the lane.
final class RepositoryWriter {

  /// Bodies in one bundle stay below half a frame.
  private static final long MAX_BUNDLE_BYTES = 384 << 10;

  /// Most commands in one turn, so that somebody who waits for a force is not kept waiting by a
  /// burst.
  private static final int MAX_PER_TURN = 2 * BundleHeader.MAX_COMMITS;

  /// What is appended reaches the medium within this time, also if nobody waits for it.
  private static final Duration FORCE_WITHIN = Duration.ofMillis(50);

  private final RepositoryEngine repository;
  private final CommitLog log;
  private final ItemTable items;
  private final BundleIndex bundles;
  private final Materializer materializer;
  private final Surroundings around;
  private final Appender appender;
  private final Admission admission;
  private final Checkpoints checkpoints;
  private final CommitWriter commits;
  private final Signer signer;
  private final WriteQueue queue;
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private final Queue<Command.Force> forces = new ArrayDeque<>();
  private final List<Draft> drafts = new ArrayList<>();
  private Command.@Nullable Receive receiving;
  private @Nullable IOException lost;
  private boolean unforced;
  private boolean forceTimerSet;
  private boolean forceDue;
  private String forceFailure = "";

  RepositoryWriter(
      RepositoryEngine repository,
      CommitLog log,
      ItemTable items,
      BundleIndex bundles,
      Materializer materializer,
      Surroundings around,
      WriterLane lane) {
    this.repository = repository;
    this.log = log;
    this.items = items;
    this.bundles = bundles;
    this.materializer = materializer;
    this.around = around;
    this.queue = new WriteQueue(repository, lane, around.env(), around.flushWindow());
    this.appender = new Appender(repository, log, items, bundles, around);
    this.checkpoints = new Checkpoints(log, items, bundles, around.runEvery(), around.warnings());
    this.admission = new Admission(around, items, materializer, appender);
    this.commits = new CommitWriter(repository.path(), materializer);
    this.signer =
        new Signer(repository.path(), around.keys().get(), around.trusted(), around.env());
  }

  /// {@return where edits take their places}
  WriteQueue queue() {
    return queue;
  }

  /// Puts a command into the queue.
  void submit(Command command) {
    queue.add(command);
    if (closed.isDone()) {
      answerAfterClose();
    }
  }

  /// The lane does not come back for a closed repository. What was appended is on the medium, or
  /// closing failed.
  private synchronized void answerAfterClose() {
    for (Command late = queue.poll(); late != null; late = queue.poll()) {
      switch (late) {
        case Command.Append(Draft draft) -> withdraw(draft, closedMeanwhile());
        case Command.AppendGroup(List<Draft> group) ->
            group.forEach(draft -> withdraw(draft, closedMeanwhile()));
        case Command.Receive receive -> receive.done().accept(notStored(receive));
        case Command.Force force when closed.isCompletedExceptionally() ->
            force.failed().accept(new IOException("closing failed"));
        case Command.Force force -> force.done().run();
        case Command.Flush flush when closed.isCompletedExceptionally() ->
            flush.failed().accept(new IOException("closing failed"));
        case Command.Flush flush -> flush.done().run();
        case Command.Run run -> {
          // Timers of a writer that is no more.
        }
      }
    }
  }

  private GoatDbException closedMeanwhile() {
    return new GoatDbException.Storage(repository.path() + " was closed meanwhile");
  }

  /// One turn: what is in the queue goes to the log.
  void write() {
    if (closed.isDone()) {
      answerAfterClose();
    } else if (queue.begin()) {
      drafts.clear();
      for (int i = 0; i < MAX_PER_TURN; i++) {
        Command next = queue.poll();
        if (next == null) {
          break;
        }
        take(next);
      }
      appendDrafts();
      checkpoints.afterAppend();
      queue.end();
    }
  }

  private void take(Command command) {
    if (command instanceof Command.Append(Draft draft)) {
      drafts.add(draft);
      if (drafts.size() == BundleHeader.MAX_COMMITS) {
        appendDrafts();
      }
    } else if (command instanceof Command.AppendGroup(List<Draft> group)) {
      if (drafts.size() + group.size() > BundleHeader.MAX_COMMITS) {
        appendDrafts();
      }
      drafts.addAll(group);
      if (drafts.size() == BundleHeader.MAX_COMMITS) {
        appendDrafts();
      }
    } else {
      appendDrafts();
      run(command);
    }
  }

  private void run(Command command) {
    switch (command) {
      case Command.AppendGroup group -> throw new IllegalStateException("drafts are collected");
      case Command.Append append -> throw new IllegalStateException("drafts are collected");
      case Command.Receive receive -> receive(receive);
      case Command.Force force -> forces.add(force);
      case Command.Flush(Runnable done, Consumer<Exception> failed) ->
          forces.add(lost == null ? new Command.Force(done, failed) : failing(failed));
      case Command.Run(Runnable task) -> task.run();
    }
  }

  /// Edits since the last flush are lost: whoever flushes now is told, once.
  private Command.Force failing(Consumer<Exception> failed) {
    IOException reason = lost;
    lost = null;
    return new Command.Force(
        () -> failed.accept(reason == null ? new IOException("lost") : reason), failed);
  }

  private void receive(Command.Receive receive) {
    Admitted admitted;
    receiving = receive;
    try {
      admitted = admission.admit(receive.bundle(), receive.commits());
      unforced |= admitted.appended() > 0;
    } catch (IOException e) {
      unforced = true; // some of it may be in the log
      around
          .warnings()
          .accept(repository.path() + ": received commits cannot be stored: " + e.getMessage());
      admitted = notStored(receive);
    }
    receiving = null;
    receive.done().accept(admitted);
  }

  /// What was not stored counts as waiting: its sender must not believe that it is safe here.
  private static Admitted notStored(Command.Receive receive) {
    return new Admitted(0, receive.commits().size(), List.of(), List.of());
  }

  private void appendDrafts() {
    int from = 0;
    while (from < drafts.size()) {
      from = appendBundle(drafts, from);
    }
    drafts.clear();
  }

  private int appendBundle(List<Draft> drafts, int from) {
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
        int end = next + draft.groupRest + 1;
        if (draft.groupRest > 0 && isTooMuch(bytes, drafts.subList(next, end))) {
          break;
        }
        if (isLost(drafts.subList(next, end))) {
          next = end;
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

  /// A transaction goes into one bundle; it may have one for itself.
  private static boolean isTooMuch(long bytes, List<Draft> group) {
    long more = 0;
    for (Draft draft : group) {
      more += draft.state.estimatedBytes();
    }
    return bytes > 0 && bytes + more > MAX_BUNDLE_BYTES;
  }

  /// What an edit was made on could not be stored: then neither is the edit, nor what belongs to
  /// it.
  private boolean isLost(List<Draft> group) {
    for (Draft draft : group) {
      if (draft.previous != null && draft.previous.failed) {
        GoatDbException reason =
            new GoatDbException.Storage("the edit before it could not be stored");
        group.forEach(one -> {
          seal(one);
          withdraw(one, reason);
        });
        return true;
      }
    }
    return false;
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
                  .formatted(repository.path(), e.getMessage()),
              e);
      lost = e;
      drafts.forEach(draft -> withdraw(draft, failure));
      return;
    }
    unforced = true;
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

  private void withdraw(Draft draft, GoatDbException failure) {
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

  /// The second half of a turn: forces what somebody waits for, or what has waited long enough.
  void force() {
    if (closed.isDone()) {
      return;
    }
    boolean last = queue.isClosing();
    while (last && !queue.isEmpty()) {
      // A timer may have come since the first half. There may be no next turn to wait for.
      write();
    }
    boolean due = forceDue && unforced;
    if (!forces.isEmpty() || due) {
      forceNow();
    } else if (unforced && !forceTimerSet) {
      forceTimerSet = true;
      around.env().after(FORCE_WITHIN, () -> submit(new Command.Run(() -> forceDue = true)));
    }
    if (last) {
      closeLog();
      answerAfterClose();
    }
  }

  /// Who asked stays in the list until answered, so that a defect on the way leaves nobody waiting.
  private void forceNow() {
    forceDue = false;
    forceTimerSet = false;
    try {
      if (unforced) {
        long start = around.observer().start();
        log.force();
        around.observer().forced(repository.path(), start);
        unforced = false;
        forceFailure = "";
      }
    } catch (IOException e) {
      warnOfForce(String.valueOf(e.getMessage()));
      failForces(e);
      return;
    }
    for (Command.Force force = forces.poll(); force != null; force = forces.poll()) {
      force.done().run();
    }
  }

  private void failForces(IOException reason) {
    for (Command.Force force = forces.poll(); force != null; force = forces.poll()) {
      force.failed().accept(reason);
    }
  }

  /// It is tried again and again: people are told when it begins, and when it changes.
  private void warnOfForce(String failure) {
    if (!failure.equals(forceFailure)) {
      forceFailure = failure;
      around.warnings().accept(repository.path() + ": cannot be forced: " + failure);
    }
  }

  private void closeLog() {
    repository.onClosed();
    try {
      checkpoints.beforeClose();
      log.close();
      if (lost == null) {
        closed.complete(null);
      } else {
        closed.completeExceptionally(
            new GoatDbException.Storage(
                "%s: edits were lost: %s".formatted(repository.path(), lost.getMessage()), lost));
      }
    } catch (IOException e) {
      closed.completeExceptionally(
          new GoatDbException.Storage(
              "%s: could not be forced at close: %s".formatted(repository.path(), e.getMessage()),
              e));
    }
  }

  /// Ends this writer because of a defect: what waits is withdrawn and told why, and so is who
  /// flushes or closes. What is in the log stays.
  void fail(GoatDbException failure) {
    String message = String.valueOf(failure.getMessage());
    around.warnings().accept(message);
    queue.close();
    IOException reason = new IOException(message, failure);
    lost = reason;
    for (Draft draft : drafts) {
      if (draft.logged) {
        settle(draft);
      } else {
        withdraw(draft, failure);
      }
    }
    drafts.clear();
    failForces(reason);
    Command.Receive unanswered = receiving;
    receiving = null;
    if (unanswered != null) {
      unanswered.done().accept(notStored(unanswered));
    }
    closeLog();
    answerAfterClose();
  }

  CompletableFuture<Void> close() {
    queue.close();
    return closed;
  }

  boolean isClosed() {
    return queue.isClosing();
  }

  long parked() {
    return admission.parked();
  }

  long refused() {
    return admission.refused();
  }

  /// Signs with other keys from now on.
  void rekey(KeyRing keys) {
    signer.rekey(keys);
  }

  /// Signs this session's commits for another database, in the order of the log, and begins a new
  /// chain.
  void resign(KeyRing keys) throws IOException {
    signer.rekey(keys);
    unforced = true;
    new Resigning(repository.path(), log, bundles, appender).run(signer);
  }
}
