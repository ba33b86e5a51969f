package dev.goatdb.core.sync;

import dev.goatdb.api.commit.CommitId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Questions whether both sides hold the same, in both directions. One thread.
///
/// The answer is sent after everything received before the question was dealt with and is durable,
/// and after everything that the answering side had at that moment was sent. Frames keep their
/// order, so whoever has the answer, and has dealt with what came before it, has been synchronized.
/// A question is the heartbeat, too.
///
/// Whoever answers does not learn what is durable at the asking side. Should it need that, since
/// something that it sent had to wait there, it asks in turn.
final class Barriers {

  /// What came of a question.
  ///
  /// @param theirs the other side's digest
  /// @param bundles number of bundles here when it was asked
  record Compared(CommitId theirs, int bundles) {}

  private record Question(long token, CommitId theirs, long afterFrame, int upTo) {}

  private static final int MAX_QUESTIONS = 64;

  private final Wire wire;
  private final Channel channel;
  private final SyncStore store;
  private final Outgoing outgoing;
  private final Incoming incoming;
  private final ArrayDeque<Question> questions = new ArrayDeque<>();
  private final List<Consumer<Optional<String>>> waiting = new ArrayList<>();
  private final List<Consumer<Optional<String>>> asking = new ArrayList<>();
  private boolean isWanted;
  private int upTo;
  private long token;
  private boolean isAsked;
  private int askedBundles;
  private @Nullable CommitId answer;
  private long answerAfter;

  Barriers(Wire wire, Channel channel, SyncStore store, Outgoing outgoing, Incoming incoming) {
    this.wire = wire;
    this.channel = channel;
    this.store = store;
    this.outgoing = outgoing;
    this.incoming = incoming;
  }

  /// Asks for a comparison.
  ///
  /// @param done called once, with nothing when it was made, or with why it was not
  void ask(Consumer<Optional<String>> done) {
    waiting.add(done);
    ask();
  }

  /// Asks for a comparison.
  void ask() {
    isWanted = true;
    upTo = store.bundles();
  }

  /// {@return a question that can be asked now, or null}
  Frame.@Nullable Digest question() {
    if (!isWanted || isAsked || !outgoing.hasSent(upTo)) {
      return null;
    }
    isWanted = false;
    isAsked = true;
    asking.addAll(waiting);
    waiting.clear();
    askedBundles = store.bundles();
    token++;
    return new Frame.Digest(channel.number(), token, false, store.commits(), store.digest());
  }

  /// Takes a question or an answer.
  ///
  /// @throws ProtocolException if there are too many questions
  void onDigest(Frame.Digest digest) throws ProtocolException {
    if (!digest.reply()) {
      if (questions.size() >= MAX_QUESTIONS) {
        throw new ProtocolException(ByeCode.LIMIT, "too many DIGEST questions");
      }
      questions.add(
          new Question(digest.token(), digest.digest(), incoming.received(), store.bundles()));
      answerQuestions();
    } else if (isAsked && digest.token() == token) {
      answer = digest.digest();
      answerAfter = incoming.received();
    }
  }

  /// Answers what can be answered now.
  void answerQuestions() {
    while (!questions.isEmpty()) {
      Question question = questions.getFirst();
      if (incoming.dealt() < question.afterFrame() || !outgoing.hasSent(question.upTo())) {
        return;
      }
      questions.removeFirst();
      long count = store.commits();
      CommitId digest = store.digest();
      if (outgoing.hasMissed() && digest.equals(question.theirs())) {
        ask();
      }
      store.force(() -> {
        if (channel.isOpen()) {
          wire.send(new Frame.Digest(channel.number(), question.token(), true, count, digest));
        }
      });
    }
  }

  /// {@return the comparison, once, when the answer is here and all that came before it was dealt
  /// with; or null}
  @Nullable Compared compared() {
    CommitId theirs = answer;
    if (theirs == null || incoming.dealt() < answerAfter) {
      return null;
    }
    answer = null;
    isAsked = false;
    return new Compared(theirs, askedBundles);
  }

  /// {@return whether somebody waits for the comparison that was made}
  boolean isAwaited() {
    return !asking.isEmpty();
  }

  /// Asks once more on behalf of those who wait.
  void askAgain() {
    waiting.addAll(asking);
    asking.clear();
    ask();
  }

  /// Tells those who wait that the comparison was made.
  void complete() {
    finish(asking, Optional.empty());
  }

  /// Tells everybody who waits that there will be no comparison.
  void fail(String reason) {
    finish(asking, Optional.of(reason));
    finish(waiting, Optional.of(reason));
  }

  private static void finish(List<Consumer<Optional<String>>> consumers, Optional<String> outcome) {
    List<Consumer<Optional<String>>> all = List.copyOf(consumers);
    consumers.clear();
    all.forEach(done -> done.accept(outcome));
  }
}
