package dev.goatdb.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.goatdb.api.GoatDbConfig;
import dev.goatdb.api.Query;
import dev.goatdb.api.Query.Row;
import dev.goatdb.api.Repository;
import dev.goatdb.api.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A query as a reactive stream keeps the rules of Reactive Streams, and gives nothing but the
/// newest results.
class QueryPublisherTest {

  record Task(String title) {}

  private static final Schema<Task> TASK = Schema.of(Task.class, "task", 1);

  private final Database db = new RealWorld().open("streams", GoatDbConfig.DEFAULT);
  private final Repository tasks = db.repository("/data/tasks");
  private final Query<Task> query = tasks.query(TASK).open();

  @AfterEach
  void close() {
    db.close();
  }

  /// Writes down what it hears.
  private static class Subscriber implements Flow.Subscriber<List<Row<Task>>> {
    final List<Object> heard = new CopyOnWriteArrayList<>();
    Flow.@Nullable Subscription subscription;

    void request(long count) {
      java.util.Objects.requireNonNull(subscription).request(count);
    }

    void cancel() {
      java.util.Objects.requireNonNull(subscription).cancel();
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
      heard.add("subscribed");
    }

    @Override
    public void onNext(List<Row<Task>> rows) {
      heard.add(rows.size());
    }

    @Override
    public void onError(Throwable failure) {
      heard.add(failure);
    }

    @Override
    public void onComplete() {
      heard.add("complete");
    }
  }

  private Subscriber subscribed() {
    Subscriber subscriber = new Subscriber();
    query.publisher().subscribe(subscriber);
    return subscriber;
  }

  private void put(int count) {
    for (int i = 0; i < count; i++) {
      tasks.put(TASK, "k" + tasks.count(), new Task("t"));
    }
    settle();
  }

  private void settle() {
    tasks.flush();
    for (int i = 0; i < 3; i++) {
      for (Executor thread : List.of(db.queries(), db.listeners())) {
        CompletableFuture<Void> turn = new CompletableFuture<>();
        thread.execute(() -> turn.complete(null));
        turn.orTimeout(20, TimeUnit.SECONDS).join();
      }
    }
  }

  @Test
  void subscriberGetsNoMoreThanItAskedForAndTheNewestThen() {
    Subscriber subscriber = subscribed();
    put(2);
    assertEquals(List.of("subscribed"), subscriber.heard);
    subscriber.request(1);
    settle();
    put(1);
    put(1);
    assertEquals(List.of("subscribed", 2), subscriber.heard);
    subscriber.request(5);
    settle();
    assertEquals(List.of("subscribed", 2, 4), subscriber.heard);
    put(1);
    assertEquals(List.of("subscribed", 2, 4, 5), subscriber.heard);
    subscriber.request(Long.MAX_VALUE);
    subscriber.request(Long.MAX_VALUE);
    put(1);
    assertEquals(List.of("subscribed", 2, 4, 5, 6), subscriber.heard);
  }

  @Test
  void presentResultsComeFirstAlsoWhenThereAreNone() {
    Subscriber subscriber = subscribed();
    subscriber.request(1);
    settle();
    assertEquals(List.of("subscribed", 0), subscriber.heard);
  }

  @Test
  void closedQueryCompletesEverySubscriberOnce() {
    Subscriber early = subscribed();
    query.close();
    Subscriber late = subscribed();
    settle();
    assertEquals(List.of("subscribed", "complete"), early.heard);
    assertEquals(List.of("subscribed", "complete"), late.heard);
    early.request(1);
    settle();
    assertEquals(2, early.heard.size());
  }

  @Test
  void failedQueryTellsWhy() {
    Query<Task> bad =
        tasks
            .query(TASK)
            .where(task -> {
              throw new ArithmeticException();
            })
            .open();
    Subscriber subscriber = new Subscriber();
    bad.publisher().subscribe(subscriber);
    put(1);
    assertEquals(2, subscriber.heard.size());
    assertInstanceOf(IllegalStateException.class, subscriber.heard.getLast());
  }

  @Test
  void askingForNothingIsAnError() {
    Subscriber subscriber = subscribed();
    subscriber.request(0);
    settle();
    assertInstanceOf(IllegalArgumentException.class, subscriber.heard.getLast());
    put(1);
    assertEquals(2, subscriber.heard.size());
    assertThrows(NullPointerException.class, () -> query.publisher().subscribe(null));
  }

  @Test
  void cancelledSubscriberHearsNothingMore() {
    Subscriber subscriber = subscribed();
    subscriber.request(10);
    settle();
    subscriber.cancel();
    subscriber.cancel();
    put(1);
    query.close();
    settle();
    assertEquals(List.of("subscribed", 0), subscriber.heard);
  }

  @Test
  void subscriberThatThrowsHearsNothingMoreAndOthersGoOn() {
    List<Object> seen = new ArrayList<>();
    query
        .publisher()
        .subscribe(
            new Subscriber() {
              @Override
              public void onNext(List<Row<Task>> rows) {
                seen.add(rows);
                throw new IllegalArgumentException("on purpose");
              }

              @Override
              public void onSubscribe(Flow.Subscription given) {
                given.request(Long.MAX_VALUE);
              }
            });
    Subscriber other = subscribed();
    other.request(10);
    settle();
    put(1);
    assertEquals(1, seen.size());
    assertEquals(List.of("subscribed", 0, 1), other.heard);
  }

  @Test
  void elementsMayBeAskedForFromWithinOne() {
    Subscriber greedy =
        new Subscriber() {
          @Override
          public void onNext(List<Row<Task>> rows) {
            super.onNext(rows);
            request(1);
          }
        };
    query.publisher().subscribe(greedy);
    greedy.request(1);
    settle();
    put(1);
    put(1);
    assertEquals(List.of("subscribed", 0, 1, 2), greedy.heard);
  }
}
