package dev.goatdb.core.repository;

import dev.goatdb.api.commit.Commit;
import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.commit.SessionId;
import dev.goatdb.api.error.GoatDbException;
import dev.goatdb.api.spi.storage.CommitLog;
import dev.goatdb.core.codec.BundleCodec;
import dev.goatdb.core.codec.State;
import dev.goatdb.core.graph.Node;
import dev.goatdb.core.graph.PastHeads;
import dev.goatdb.core.state.Materializer;
import dev.goatdb.core.trust.KeyRing;
import dev.goatdb.core.trust.VerifiedBundle;
import dev.goatdb.core.trust.VerifiedCommit;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// One open repository: a face over its parts. Any thread, unless a method says otherwise.
public final class RepositoryEngine {

  private final RepositoryPath path;
  private final CommitLog log;
  private final ItemTable items;
  private final BundleIndex bundles = new BundleIndex();
  private final PeerMarks peerMarks = new PeerMarks(bundles);
  private final Materializer materializer;
  private final RepositoryWriter writer;
  private final Editor editor;

  /// How many threads look for a receipt's completion instead of being parked.
  private final AtomicInteger looking = new AtomicInteger();

  private final LongSupplier clock;
  private final Bodies bodies;
  private final Usage usage = new Usage();
  private volatile boolean isResignDue;

  /// Who shows an append at this moment: to the graph first, then to listeners.
  private volatile @Nullable Thread telling;

  /// How many appends were shown.
  private volatile long told;

  private volatile @Nullable GoatDbException defect;

  /// Opens a repository: reads its log.
  ///
  /// @param path where it is
  /// @param log its log
  /// @param around the database around it
  /// @param lane writes for it
  /// @throws IOException if the log cannot be read
  public RepositoryEngine(RepositoryPath path, CommitLog log, Surroundings around, WriterLane lane)
      throws IOException {
    this.path = path;
    this.log = log;
    this.clock = around.env()::nanoTime;
    this.items =
        new ItemTable(around.views(), new ItemLoader(path, log, bundles, around.warnings()));
    this.materializer =
        new Materializer(
            path, log, around.merger(), around.states(), around.observer(), around.warnings());
    new LogReplay(path, items, bundles, around.warnings()).run(log);
    this.bodies = new Bodies(path, log, bundles, materializer);
    this.writer = new RepositoryWriter(this, log, items, bundles, materializer, around, lane);
    this.editor = new Editor(this, items, materializer, writer, around);
    KeyRing keys = around.keys().get();
    if (bundles.anyOutside(keys.database(), keys.session().session())) {
      // The process ended in the middle of an adoption.
      between(() -> resignOrWarn(around));
    }
  }

  private void resignOrWarn(Surroundings around) {
    try {
      resign(around.keys().get());
    } catch (IOException e) {
      around.warnings().accept(path + ": commits cannot be signed again: " + e.getMessage());
    }
  }

  /// {@return what a receipt is waited for with}
  SpinningFuture future() {
    return new SpinningFuture(looking, clock);
  }

  /// {@return where it is}
  public RepositoryPath path() {
    return path;
  }

  /// {@return what makes values}
  public Materializer materializer() {
    return materializer;
  }

  /// {@return the number of items that exist, pending edits applied}
  public long count() {
    return items.existing();
  }

  /// {@return the number of commits in the graph}
  public long commits() {
    return items.commits();
  }

  /// {@return how many items are in memory}
  public int itemsInMemory() {
    return items.inMemory();
  }

  /// {@return the number of items with several heads}
  public int forks() {
    return items.forked();
  }

  /// {@return the items that have several heads, or holes, sorted by key}
  public List<ItemEntry> unusualItems() {
    return items.unusual();
  }

  /// {@return every item that was ever touched, in the order of their keys} Brings all of them into
  /// memory. A snapshot; O(1) if none came since it was asked for last.
  public List<ItemEntry> sorted() {
    return items.sorted();
  }

  /// {@return the keys of the items that exist, pending edits applied, sorted} A snapshot; O(1) if
  /// none came or went since it was asked for last.
  public List<String> keys() {
    return items.keys();
  }

  /// {@return the item of a key, or null if nothing was ever known of it}
  public @Nullable ItemEntry find(String key) {
    return items.find(key);
  }

  /// {@return the item of a key for a look at what it says now, or null if nothing was ever known
  /// of it} Whoever edits it, listens to it or holds on to it asks [#entry] or [#find] instead.
  public @Nullable ItemEntry glance(String key) {
    return items.glance(key);
  }

  /// {@return the item of a key, made if it is not there}
  public ItemEntry entry(String key) {
    return items.entry(key);
  }

  /// {@return whether an item exists, its pending edit applied}
  public boolean exists(ItemEntry item) {
    Draft pending = item.pending;
    return ItemTable.exists(item);
  }

  /// {@return whether an item exists, its pending edit applied} Reads no commit.
  public boolean exists(String key) {
    return items.exists(key);
  }

  /// {@return the item's state, its pending edit applied; nothing if it has no commits}
  ///
  /// @throws GoatDbException.Refused if its heads cannot be merged
  public Optional<State> current(ItemEntry item) {
    Draft pending = item.pending;
    return pending != null ? Optional.of(pending.state) : committed(item);
  }

  /// {@return the merged state of the item's heads; nothing if it has no commits}
  ///
  /// @throws GoatDbException.Refused if they cannot be merged
  public Optional<State> committed(ItemEntry item) {
    ItemEntry.View view = items.view(item, materializer);
    return view == null ? Optional.empty() : Optional.of(editor.require(item, view.value()));
  }

  /// {@return the state of some heads, which are likely to be the item's heads now}
  ///
  /// @throws GoatDbException.Refused if they cannot be merged
  public Optional<State> stateAt(ItemEntry item, List<Node> heads) {
    ItemEntry.View view = items.view(item, materializer);
    return view != null && view.heads().equals(heads)
        ? Optional.of(editor.require(item, view.value()))
        : valueOf(item, heads);
  }

  /// {@return the state of some heads}
  ///
  /// @throws GoatDbException.Refused if they cannot be merged
  public Optional<State> valueOf(ItemEntry item, List<Node> heads) {
    return heads.isEmpty()
        ? Optional.empty()
        : Optional.of(editor.require(item, items.value(item, heads, materializer)));
  }

  /// {@return the state of an item as of a time, from the commits that are here now; nothing if it
  /// had none}
  ///
  /// @param time commits of later milliseconds are left out
  /// @throws GoatDbException.Refused if the heads of then cannot be merged
  public Optional<State> asOf(ItemEntry item, Instant time) {
    return valueOf(item, PastHeads.of(heads(item), time));
  }

  /// {@return the heads of an item} Their parents may not have been read; [#history] reads them.
  public List<Node> heads(ItemEntry item) {
    return item.graph.heads();
  }

  /// {@return nodes of some commits of an item, with all that leads to them}
  public List<Node> withHistory(ItemEntry item, List<Node> nodes) {
    return items.withHistory(item, nodes);
  }

  /// {@return the heads of an item, with all that leads to them} Reads the item's commits from the
  /// log, if that was not done yet.
  public List<Node> history(ItemEntry item) {
    return items.whole(item).heads();
  }

  /// Edits an item.
  ///
  /// @return how far the edit has come
  public EditReceipt edit(String key, Edit edit) {
    return editor.edit(key, edit);
  }

  /// Edits several items at once, all or none.
  ///
  /// @param body makes the edits; called again if an item changed meanwhile
  /// @return how far they have come
  public GroupReceipt transact(Consumer<EditGroup> body) {
    return editor.transact(body);
  }

  /// Edits an item on given parents.
  ///
  /// @return how far the edit has come
  public EditReceipt editOn(String key, List<CommitId> parents, Edit edit) {
    return editor.editOn(key, parents, edit);
  }

  /// Closes a fork, if there is one.
  ///
  /// @return how far the commit has come
  public EditReceipt settle(String key) {
    return editor.settle(key);
  }

  /// {@return how far the newest edit of this process, or else the head, has come}
  public EditReceipt receipt(String key) {
    return editor.receipt(items.entry(key));
  }

  /// {@return the facts of a commit, or nothing if it is not in the graph}
  public Optional<Commit> commit(CommitId id) {
    return bodies.facts(id).filter(commit -> contains(commit.key(), id));
  }

  /// {@return the node of a commit of an item}
  public Optional<Node> node(ItemEntry item, CommitId id) {
    return items.node(item, id);
  }

  /// {@return the index of the bundle that signs a commit, or a negative number if there is none}
  public int bundle(Node node) {
    return bundles.indexOf(node.position);
  }

  /// {@return whether a commit is in the graph}
  public boolean contains(String key, CommitId id) {
    ItemEntry item = items.glance(key);
    return item != null && items.has(item, id);
  }

  /// {@return the hash of everything in the graph}
  public CommitId digest() {
    return items.digest();
  }

  /// One turn of the lane: writes.
  void write() {
    writer.write();
  }

  /// Ends this repository because of a defect.
  void fail(Throwable cause) {
    GoatDbException reason =
        new GoatDbException.Storage(path + " stopped writing because of a defect: " + cause, cause);
    defect = reason;
    writer.fail(reason);
  }

  /// {@return why it ended by itself, if it did}
  public Optional<GoatDbException> defect() {
    return Optional.ofNullable(defect);
  }

  /// The second half of a turn: forces.
  void force() {
    writer.force();
  }

  /// Makes waiting edits go to the log now.
  public void hurry() {
    writer.queue().hurry();
  }

  /// Forces for a receipt.
  void forceFor(EditReceipt receipt) {
    writer.submit(
        new Command.Force(
            receipt::onDurable,
            failure ->
                receipt.onFailed(
                    new GoatDbException.Storage(
                        path + ": cannot be forced: " + failure.getMessage(), failure))));
  }

  /// {@return completes when everything edited so far is on the medium; exceptionally if some of it
  /// could not be written since the last flush}
  public CompletableFuture<Void> flush() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    writer.submit(
        new Command.Flush(
            () -> done.complete(null),
            failure ->
                done.completeExceptionally(
                    new GoatDbException.Storage(
                        path + ": cannot be forced: " + failure.getMessage(), failure))));
    return done;
  }

  /// Forces what is in the log, for peers that wait for it.
  ///
  /// @param done called on the writer's thread
  public void forceFor(Runnable done) {
    writer.submit(
        new Command.Force(
            done,
            failure -> {
              // The writer has warned; peers go without the promise until a force succeeds.
            }));
  }

  /// Takes commits in. The callback comes on the writer's thread.
  public void receive(
      VerifiedBundle bundle, List<VerifiedCommit> commits, Consumer<Admitted> done) {
    writer.submit(new Command.Receive(bundle, commits, done));
  }

  /// Runs a task on the writer's thread, between two appends, after the edits made so far.
  public void between(Runnable task) {
    writer.submit(new Command.Run(task));
  }

  /// Signs this process's commits once more, with other keys. On the writer's thread.
  ///
  /// @throws IOException if the log cannot be written
  public void resign(KeyRing keys) throws IOException {
    isResignDue = true;
    writer.resign(keys);
    isResignDue = false;
  }

  /// {@return whether signing once more was begun and could not be finished}
  public boolean isResignDue() {
    return isResignDue;
  }

  /// Signs with other keys from now on. On the writer's thread.
  public void rekey(KeyRing keys) {
    writer.rekey(keys);
  }

  /// {@return the number of bundles}
  public int bundles() {
    return bundles.size();
  }

  /// {@return the commits that the bundle at an index brought}
  ///
  /// @throws GoatDbException.Storage if the log cannot be read
  public List<CommitId> members(int index) {
    return bodies.members(index);
  }

  /// {@return the bundle at an index, with its commits, as it is sent}
  ///
  /// @throws IOException if the log cannot be read
  public Optional<BundleCodec.Sent> read(int index, boolean full) throws IOException {
    return index < 0 ? Optional.empty() : bodies.read(index, full);
  }

  /// Waits for peers on behalf of a receipt.
  void watch(EditReceipt receipt) {
    peerMarks.expect(receipt);
    writer.submit(new Command.Run(() -> watchAppended(receipt)));
  }

  /// Nothing is heard of peers any more.
  void onClosed() {
    peerMarks.close(new GoatDbException.Storage(path + " was closed before the peers had it"));
  }

  private void watchAppended(EditReceipt receipt) {
    CommitId id = receipt.commit();
    OptionalLong position = id == null ? OptionalLong.empty() : bodies.position(id, items);
    position.ifPresentOrElse(
        found -> peerMarks.watch(receipt, found), () -> peerMarks.forget(receipt));
  }

  /// Notes that a peer has some bundles on its medium.
  public void durableAt(SessionId peer, int from, int to) {
    peerMarks.mark(peer, from, to);
  }

  /// Notes that the writer begins, or has ended, to show an append.
  void telling(boolean begins) {
    if (begins) {
      telling = Thread.currentThread();
    } else {
      told++; // the writer's alone
      telling = null;
    }
  }

  /// Waits until listeners heard of everything that is in the graph now, which takes microseconds.
  /// A listener that asks does not wait for itself.
  public void awaitTold() {
    long before = told;
    Thread teller = telling;
    if (teller == null || teller == Thread.currentThread()) {
      return;
    }
    while (told == before && telling == teller) {
      Thread.yield();
    }
  }

  /// {@return number of commits that wait for their parents}
  public long parked() {
    return writer.parked();
  }

  /// {@return number of commits refused since it was opened}
  public long refused() {
    return writer.refused();
  }

  /// {@return bytes on the medium}
  public long bytes() {
    return log.bytes();
  }

  /// {@return the log, for checks}
  public CommitLog log() {
    return log;
  }

  /// {@return whether it is in use}
  public Usage usage() {
    return usage;
  }

  /// Closes it if nobody has pinned it and no edit is on its way.
  ///
  /// @return whether it takes no more edits now
  public boolean retire() {
    return usage.end(writer.queue()::retire);
  }

  /// {@return whether it is closed}
  public boolean isClosed() {
    return writer.isClosed();
  }

  /// Commits and forces what is pending, and closes the log.
  ///
  /// @return completes when it is done; exceptionally if something could not be forced
  public CompletableFuture<Void> close() {
    return writer.close();
  }
}
