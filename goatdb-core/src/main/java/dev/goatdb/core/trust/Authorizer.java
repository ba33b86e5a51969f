package dev.goatdb.core.trust;

import dev.goatdb.api.GoatDbConfig.PathRule;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.error.Refusal;
import dev.goatdb.api.schema.Document;
import dev.goatdb.api.schema.Schema;
import dev.goatdb.api.trust.AuthContext;
import dev.goatdb.api.trust.AuthContext.Operation;
import dev.goatdb.api.trust.AuthRule;
import dev.goatdb.api.trust.Session;
import dev.goatdb.api.trust.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// Asks the rules. The first whose pattern matches decides; where none does, the default verdict.
/// Rules do not bind the root session.
///
/// Built in, before the application's: `/sys/sessions` is read by all and written by the root;
/// `/sys/users` and `/sys/stats` are the root's; `/user/<name>` belongs to the user of that name.
/// Nothing else is below `/sys`, for nobody and in no mode: a name there is the engine's to give.
/// Any thread.
public final class Authorizer {

  private static final Set<String> SYSTEM = Set.of("sessions", "users", "stats");
  private static final Verdict ROOT_ONLY = Verdict.deny("only the root session may do this");

  private record Compiled(Pattern pattern, AuthRule rule) {}

  private final List<Compiled> rules = new ArrayList<>();
  private final Verdict defaultVerdict;
  private final boolean trusted;

  /// @param rules the application's rules, in order
  /// @param defaultVerdict what holds where none matches
  /// @param trusted whether rules are switched off
  public Authorizer(List<PathRule> rules, Verdict defaultVerdict, boolean trusted) {
    this.defaultVerdict = defaultVerdict;
    this.trusted = trusted;
    add("/sys/sessions", c -> c.isRead() ? Verdict.ALLOW : ROOT_ONLY);
    add("/sys/*", c -> ROOT_ONLY);
    add(
        "/user/*",
        c -> Verdict.allowIf(c.isUser(c.repository().name()), "this repository is private"));
    rules.forEach(rule -> add(rule.pattern(), rule.rule()));
  }

  private void add(String glob, AuthRule rule) {
    StringBuilder regex = new StringBuilder();
    for (String literal : glob.split("\\*", -1)) {
      regex.append(regex.isEmpty() ? "" : "[^/]*").append(Pattern.quote(literal));
    }
    rules.add(new Compiled(Pattern.compile(regex.toString()), rule));
  }

  /// What is asked.
  ///
  /// @param session who
  /// @param operation what
  /// @param repository where
  /// @param key which item; nothing for the whole repository
  /// @param before the item before
  /// @param after the item after
  public record Question(
      Session session,
      Operation operation,
      RepositoryPath repository,
      Optional<String> key,
      Supplier<Optional<Document>> before,
      Supplier<Optional<Document>> after) {

    /// {@return the question whether a session may see a repository}
    public static Question read(Session session, RepositoryPath repository) {
      return new Question(
          session, Operation.READ, repository, Optional.empty(), Optional::empty, Optional::empty);
    }
  }

  /// {@return why the answer is no; nothing if it is yes}
  public Optional<Refusal> refusal(Question question) {
    RepositoryPath path = question.repository();
    if (path.type().equals("sys") && !SYSTEM.contains(path.name())) {
      return Optional.of(
          new Refusal(
              Refusal.Reason.RULE,
              path.toString(),
              "there is no such system repository; names below /sys are the database's own"));
    }
    if (trusted || question.session().isRoot()) {
      return Optional.empty();
    }
    return switch (verdict(question)) {
      case Verdict.Allow() -> Optional.empty();
      case Verdict.Deny(String reason) -> Optional.of(refusal(question, reason));
    };
  }

  private Verdict verdict(Question question) {
    String path = question.repository().toString();
    for (Compiled compiled : rules) {
      if (compiled.pattern().matcher(path).matches()) {
        return decide(compiled.rule(), question);
      }
    }
    return defaultVerdict;
  }

  /// A rule that throws denies: the exception is the reason, which reaches whoever asked.
  private static Verdict decide(AuthRule rule, Question question) {
    Context context = new Context(question);
    try {
      return rule.decide(context);
    } catch (RuntimeException e) {
      return Verdict.deny("the rule failed: " + e);
    } finally {
      context.over = true;
    }
  }

  private static Refusal refusal(Question question, String reason) {
    Session session = question.session();
    String who =
        session.id().brief() + session.user().map(user -> " (" + user + ")").orElse(" (anonymous)");
    String where = question.repository() + question.key().map(key -> "/" + key).orElse("");
    String remedy =
        reason.equals("no rule matches this path")
            ? ". Add .rule(\"/%s/*\", …) or .defaultVerdict(Verdict.ALLOW)"
                .formatted(question.repository().type())
            : "";
    return new Refusal(
        Refusal.Reason.RULE,
        where,
        "%s by session %s refused: %s%s".formatted(question.operation(), who, reason, remedy));
  }

  /// {@return the commit, allowed, or why it is not}
  ///
  /// @param commit a genuine commit
  /// @param operation what it does
  /// @param before the item before
  /// @param after the item after
  public Authorization authorize(
      VerifiedCommit commit,
      Operation operation,
      Supplier<Optional<Document>> before,
      Supplier<Optional<Document>> after) {
    Question question =
        new Question(
            commit.session(),
            operation,
            commit.commit().header().repository(),
            Optional.of(commit.commit().header().key()),
            before,
            after);
    return refusal(question)
        .<Authorization>map(Authorization.Denied::new)
        .orElseGet(() ->
            new Authorization.Granted(
                new AuthorizedCommit(commit.commit(), commit.bundle().bundle())));
  }

  /// What the rules said of a commit.
  public sealed interface Authorization {
    /// It may be in the log.
    ///
    /// @param commit the commit
    record Granted(AuthorizedCommit commit) implements Authorization {}

    /// It may not.
    ///
    /// @param refusal why
    record Denied(Refusal refusal) implements Authorization {}
  }

  /// What a rule sees, for as long as it decides.
  private static final class Context implements AuthContext {
    private final Question question;
    private volatile boolean over;

    Context(Question question) {
      this.question = question;
    }

    private Question question() {
      if (over) {
        throw new IllegalStateException("an AuthContext is valid only while its rule decides");
      }
      return question;
    }

    @Override
    public Session session() {
      return question().session();
    }

    @Override
    public Operation operation() {
      return question().operation();
    }

    @Override
    public RepositoryPath repository() {
      return question().repository();
    }

    @Override
    public Optional<String> key() {
      return question().key();
    }

    @Override
    public <T> Optional<T> before(Schema<T> schema) {
      return question().before().get().flatMap(document -> document.as(schema));
    }

    @Override
    public <T> Optional<T> after(Schema<T> schema) {
      return question().after().get().flatMap(document -> document.as(schema));
    }
  }
}
