package dev.goatdb.core.repository;

import dev.goatdb.api.error.GoatDbException;
import dev.goatdb.api.spi.storage.CommitLog;
import dev.goatdb.core.codec.BundleHeader;
import dev.goatdb.core.state.Materializer;
import dev.goatdb.core.trust.KeyRing;
import dev.goatdb.core.trust.Signer;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The single writer of a repository: drains the queue, signs one bundle over a drain's drafts,
/// appends, publishes, forces.
///
/// Thread rule: [#submit] and [#close] may be called from any thread; [#write] and [#force] run on
/// the lane.
final class RepositoryWriter {

  /// Most commands in one turn, so that somebody who waits for a force is not kept waiting by a
  /// burst.
  private static final int MAX_PER_TURN = 2 * BundleHeader.MAX_COMMITS;

  private final RepositoryEngine repository;
  private final CommitLog log;
  private final BundleIndex bundles;
  private final Surroundings around;
  private final Appender appender;
  private final Admission admission;
  private final Checkpoints checkpoints;
  private final Signer signer;
  private final WriteQueue queue;
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private final DraftWriter drafts;
  private final Forcing forcing;
  private Command.@Nullable Receive receiving;

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
    this.bundles = bundles;
    this.around = around;
    this.queue = new WriteQueue(repository, lane, around.env(), around.flushWindow());
    this.appender = new Appender(repository, log, items, bundles, around);
    this.checkpoints = new Checkpoints(log, items, bundles, around.runEvery(), around.warnings());
    this.admission = new Admission(around, items, materializer, appender);
    this.signer =
        new Signer(repository.path(), around.keys().get(), around.trusted(), around.env());
    this.drafts = new DraftWriter(repository.path(), items, materializer, appender, signer);
    this.forcing =
        new Forcing(
            repository.path(), log, around, () -> submit(new Command.Run(this::forceIsDue)));
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
        case Command.Append(Draft draft) -> drafts.withdraw(draft, closedMeanwhile());
        case Command.AppendGroup(List<Draft> group) ->
            group.forEach(draft -> drafts.withdraw(draft, closedMeanwhile()));
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
    switch (command) {
      case Command.Append(Draft draft) -> {
        drafts.add(draft);
        appendIfFull(0);
      }
      case Command.AppendGroup(List<Draft> group) -> {
        appendIfFull(group.size() - 1);
        group.forEach(drafts::add);
        appendIfFull(0);
      }
      default -> {
        appendDrafts();
        run(command);
      }
    }
  }

  /// Appends if no more drafts go into a bundle.
  private void appendIfFull(int more) {
    if (drafts.size() + more >= BundleHeader.MAX_COMMITS) {
      appendDrafts();
    }
  }

  private void run(Command command) {
    switch (command) {
      case Command.AppendGroup group -> throw new IllegalStateException("drafts are collected");
      case Command.Append append -> throw new IllegalStateException("drafts are collected");
      case Command.Receive receive -> receive(receive);
      case Command.Force force -> forcing.ask(force);
      case Command.Flush(Runnable done, Consumer<Exception> failed) ->
          forcing.ask(flushed(done, failed));
      case Command.Run(Runnable task) -> task.run();
    }
  }

  /// If edits since the last flush are lost, whoever flushes now is told, once.
  private Command.Force flushed(Runnable done, Consumer<Exception> failed) {
    IOException lost = drafts.takeLost();
    return lost == null
        ? new Command.Force(done, failed)
        : new Command.Force(() -> failed.accept(lost), failed);
  }

  private void receive(Command.Receive receive) {
    Admitted admitted;
    receiving = receive;
    try {
      admitted = admission.admit(receive.bundle(), receive.commits());
      if (admitted.appended() > 0) {
        forcing.appended();
      }
    } catch (IOException e) {
      forcing.appended(); // some of it may be in the log
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
    if (drafts.append()) {
      forcing.appended();
    }
  }

  private void forceIsDue() {
    forcing.isDue();
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
    forcing.force();
    if (last) {
      closeLog();
      answerAfterClose();
    }
  }

  private void closeLog() {
    repository.onClosed();
    try {
      checkpoints.beforeClose();
      log.close();
      IOException lost = drafts.takeLost();
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
    drafts.fail(failure);
    forcing.fail(reason);
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
    forcing.appended();
    new Resigning(repository.path(), log, bundles, appender).run(signer);
  }
}
