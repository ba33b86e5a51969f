package dev.goatdb.core.query;

import dev.goatdb.api.Query.Row;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/// A query's results as a reactive stream. Each subscriber gets the newest results whenever they
/// changed since its last element and it asked for more; what came in between is folded into that,
/// so nothing piles up.
///
/// Source of the rules: the Reactive Streams specification 1.0.4.
///
/// @param query whose results
/// @param executor runs the signals
/// @param <T> type of the values
record RowPublisher<T>(LiveQuery<T> query, Executor executor)
    implements Flow.Publisher<List<Row<T>>> {

  @Override
  public void subscribe(Flow.Subscriber<? super List<Row<T>>> subscriber) {
    Flowing<T> flowing = new Flowing<>(query, executor, Objects.requireNonNull(subscriber));
    subscriber.onSubscribe(flowing);
    query.add(flowing, flowing::begin);
  }

  /// One subscriber. Guarded by its own lock, which is not held while the subscriber is called.
  private static final class Flowing<T> implements Outlet<T>, Flow.Subscription {

    private final LiveQuery<T> query;
    private final Turn turn;
    private final Flow.Subscriber<? super List<Row<T>>> subscriber;
    private @Nullable List<Row<T>> latest; // what the subscriber has not seen
    private long demand;
    private @Nullable Throwable failure;
    private boolean isEnded;
    private boolean isDone; // it hears nothing any more

    Flowing(
        LiveQuery<T> query, Executor executor, Flow.Subscriber<? super List<Row<T>>> subscriber) {
      this.query = query;
      this.turn = new Turn(executor, this::isDue, this::signal);
      this.subscriber = subscriber;
    }

    void begin(List<Row<T>> present) {
      changed(List.of(), present);
    }

    @Override
    public synchronized void changed(List<Delta<T>> deltas, List<Row<T>> now) {
      latest = isDone ? null : now;
    }

    @Override
    public synchronized void ended(@Nullable Throwable reason) {
      isEnded = true;
      failure = failure == null ? reason : failure;
    }

    @Override
    public void request(long count) {
      synchronized (this) {
        if (count <= 0) {
          isEnded = true;
          failure =
              new IllegalArgumentException("a subscriber must ask for at least one, not " + count);
        } else {
          demand = demand + count < 0 ? Long.MAX_VALUE : demand + count;
        }
      }
      wake();
    }

    @Override
    public void cancel() {
      synchronized (this) {
        isDone = true;
        latest = null;
      }
      query.remove(this);
    }

    @Override
    public void wake() {
      turn.ask();
    }

    private synchronized boolean isDue() {
      return !isDone && (isEnded || (demand > 0 && latest != null));
    }

    /// One signal; more follow one by one.
    private void signal() {
      List<Row<T>> element = null;
      Throwable reason;
      synchronized (this) {
        if (!isDue()) {
          return;
        }
        reason = failure;
        if (isEnded) {
          isDone = true;
        } else {
          element = latest;
          latest = null;
          demand--;
        }
      }
      boolean isHeard = false;
      try {
        hand(element, reason);
        isHeard = true;
      } finally {
        if (!isHeard || element == null) {
          cancel(); // a subscriber that threw has broken the rules and hears nothing any more
        }
      }
    }

    private void hand(@Nullable List<Row<T>> element, @Nullable Throwable reason) {
      if (element != null) {
        subscriber.onNext(element);
      } else if (reason != null) {
        subscriber.onError(reason);
      } else {
        subscriber.onComplete();
      }
    }
  }
}
