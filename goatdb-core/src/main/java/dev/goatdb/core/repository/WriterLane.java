package dev.goatdb.core.repository;

import dev.goatdb.api.spi.runtime.Env;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jctools.queues.varhandle.MpscUnboundedVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

/// A worker that writes for several repositories. Each turn lets every repository that asked for it
/// append first, then force: the slow part comes when everything is written.
public final class WriterLane implements AutoCloseable {

  private final Queue<RepositoryEngine> asking = new MpscUnboundedVarHandleArrayQueue<>(64);
  private final Env.Worker worker;
  private volatile @Nullable Thread serving;

  /// @param name for people
  /// @param env makes the worker
  public WriterLane(String name, Env env) {
    this.worker = env.worker(name, this::turn);
  }

  /// Asks for a turn for a repository. Any thread.
  void ask(RepositoryEngine repository) {
    asking.add(repository);
    worker.signal();
  }

  /// {@return whether this is the thread of this lane}
  public boolean isCurrent() {
    return serving == Thread.currentThread();
  }

  private void turn() {
    serving = Thread.currentThread();
    List<RepositoryEngine> served = new ArrayList<>();
    for (RepositoryEngine next = asking.poll(); next != null; next = asking.poll()) {
      guarded(next, next::write);
      served.add(next);
    }
    served.forEach(repository -> guarded(repository, repository::force));
    serving = null;
  }

  /// A defect that shows in one repository ends that one, loudly, and leaves the others of this
  /// lane alone.
  private static void guarded(RepositoryEngine repository, Runnable half) {
    try {
      half.run();
    } catch (RuntimeException | StackOverflowError | AssertionError e) {
      repository.fail(e);
    }
  }

  /// Lets everybody who asked have a last turn, and ends.
  @Override
  public void close() {
    worker.close();
  }
}
