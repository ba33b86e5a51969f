package dev.goatdb.it.chat;

import dev.goatdb.api.Change;
import dev.goatdb.api.GoatDb;
import dev.goatdb.api.GoatDbConfig;
import dev.goatdb.api.Presence;
import dev.goatdb.api.Query;
import dev.goatdb.api.Repository;
import dev.goatdb.api.schema.Schema;
import dev.goatdb.api.spi.transport.Endpoint;
import dev.goatdb.api.trust.Verdict;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/// A chat: messages that stay, and who is here, which does not.
public final class Chat implements AutoCloseable {

  record Message(String from, String text, Instant at) {}

  record Here(String name, boolean typing) {}

  static final Schema<Message> MESSAGE = Schema.of(Message.class, "message", 1);
  static final Schema<Here> HERE = Schema.of(Here.class, "here", 1);
  static final GoatDbConfig CONFIG =
      GoatDbConfig.DEFAULT.schemas(MESSAGE, HERE).rule("/chat/*", context -> Verdict.ALLOW);

  private final String name;
  private final GoatDb db;
  private final Repository lobby;
  private final Query<Message> messages;
  private final Presence<Here> presence;

  Chat(String name, Path directory, URI server, Consumer<String> screen) {
    this.name = name;
    this.db = GoatDb.open(directory, CONFIG);
    this.lobby = db.repository("/chat/lobby");
    this.messages = lobby.query(MESSAGE).sortBy(Message::at).open();
    this.presence = lobby.presence(HERE);
    db.connect(server); // reconnects by itself; closed with the database
    messages.onChange(changes -> show(changes, screen));
    presence.onChange(present -> screen.accept(people(present.values().stream().toList())));
    presence.publish(new Here(name, false));
  }

  void typing() {
    presence.publish(new Here(name, true));
  }

  void say(String text) {
    lobby.create(MESSAGE, new Message(name, text, Instant.now()));
    presence.publish(new Here(name, false));
  }

  private static void show(List<Change<Message>> changes, Consumer<String> screen) {
    for (Change<Message> change : changes) {
      if (change instanceof Change.Added(var row, int at)) {
        screen.accept(row.value().from() + ": " + row.value().text());
      }
    }
  }

  private static String people(List<Here> here) {
    List<String> names =
        here.stream().map(h -> h.typing() ? h.name() + "…" : h.name()).sorted().toList();
    return "here: " + String.join(", ", names);
  }

  @Override
  public void close() {
    db.close();
  }

  /// @param args a directory
  public static void main(String[] args) {
    Path folder = Path.of(args[0]);
    try (GoatDb server = GoatDb.open(folder.resolve("server"), CONFIG);
        Endpoint endpoint = server.listen(URI.create("ws://localhost:0"));
        Chat ann = new Chat("Ann", folder.resolve("ann"), endpoint.address(), System.out::println);
        Chat bob = new Chat("Bob", folder.resolve("bob"), endpoint.address(), text -> {})) {
      bob.typing();
      bob.say("Hello!");
      ann.say("Hello, Bob.");
      ann.db.sync().join();
    }
  }
}
