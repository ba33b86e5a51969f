package dev.goatdb.api;

import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.error.GoatDbException;
import dev.goatdb.api.error.Refusal;
import dev.goatdb.api.schema.Schema;
import dev.goatdb.api.spi.transport.Endpoint;
import dev.goatdb.api.trust.Session;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// An open database. Any thread.
///
/// Closing commits what is pending, forces it, tells peers, ends queries and frees the lock. Inner
/// resources may be closed before or after.
public interface GoatDb extends AutoCloseable {

  /// Opens the database in a directory, and makes it if it is not there.
  ///
  /// @param directory the directory
  /// @return the open database
  /// @throws GoatDbException.Storage if it is in use or cannot be opened
  static GoatDb open(Path directory) {
    return open(directory, GoatDbConfig.DEFAULT);
  }

  /// Opens the database in a directory, and makes it if it is not there.
  ///
  /// @param directory the directory
  /// @param config schemas, rules, plugins and limits
  /// @return the open database
  /// @throws GoatDbException.Storage if it is in use or cannot be opened
  /// @throws GoatDbException.Configuration if a plugin is missing or there twice
  static GoatDb open(Path directory, GoatDbConfig config) {
    return open(directory.toUri(), config);
  }

  /// Opens the database at a location, whose scheme says which storage to use.
  ///
  /// @param location for example `file:/srv/data`
  /// @param config schemas, rules, plugins and limits
  /// @return the open database
  /// @throws GoatDbException.Storage if it is in use or cannot be opened
  /// @throws GoatDbException.Configuration if a plugin is missing or there twice
  static GoatDb open(URI location, GoatDbConfig config) {
    return Engines.find().open(location, config);
  }

  /// {@return a repository, opened on first use and made if it is not there}
  ///
  /// @param path `/type/name`
  /// @throws IllegalArgumentException if the path is not of that form
  Repository repository(String path);

  /// {@return the repositories that exist, sorted, system repositories left out}
  List<RepositoryPath> repositories();

  /// {@return a query over the items of a schema's namespace in several repositories} It begins
  /// with all that exist, which opens them; those that are made later join.
  ///
  /// @param schema how to read them; [Schema#UNTYPED] sees all
  /// @param pattern `/type/name`, where `*` stands for any characters but `/`, for example
  ///   `/notes/*`
  /// @param <T> type of the values
  /// @throws IllegalArgumentException if the pattern is not of that form
  <T> Query.Builder<T> query(Schema<T> schema, String pattern);

  /// Connects to a peer and keeps connected. Every repository that is open here is synchronized.
  ///
  /// @param address for example `ws://host:port/#<database id>`, as [Endpoint#address()] gives it
  /// @return the connection
  /// @throws GoatDbException.Configuration if there is no transport for the scheme
  Peer connect(URI address);

  /// Lets peers connect. The first call claims the database: its root key is fixed from then on.
  ///
  /// @param address for example `ws://localhost:0`; port 0 takes a free one
  /// @return the endpoint; its address ends in `#<database id>`
  /// @throws GoatDbException.Storage if it cannot listen there
  /// @throws GoatDbException.Configuration if there is no transport for the scheme
  Endpoint listen(URI address);

  /// {@return the session that signs here}
  Session session();

  /// Hears of edits of this process that a peer refused.
  ///
  /// @param listener called on the listener thread
  /// @return ends it
  Subscription onRefusal(Consumer<Refusal> listener);

  /// Waits until every edit made so far is on the medium.
  ///
  /// @throws GoatDbException.Storage if it cannot be written
  void flush();

  /// {@return completes when every open repository has been exchanged with every connected peer}
  CompletableFuture<Void> sync();

  /// {@return how the database is}
  Status status();

  /// Reads everything and checks every checksum, id, content hash, signature and parent.
  ///
  /// @param progress hears how far it is
  /// @return what was found
  Report verify(Consumer<Progress> progress);

  /// Commits what is pending, forces it and frees everything. Idempotent.
  ///
  /// @throws GoatDbException.Storage if something could not be forced, naming it; everything is
  ///   freed all the same
  @Override
  void close();

  /// How far a long task is.
  ///
  /// @param task what is done
  /// @param done how much is done
  /// @param total how much there is
  record Progress(String task, long done, long total) {}

  /// What a check found.
  ///
  /// @param commits number of commits seen
  /// @param bytes bytes read
  /// @param findings what is wrong, one line each; empty if nothing is
  record Report(long commits, long bytes, List<String> findings) {
    /// Copies the findings.
    public Report {
      findings = List.copyOf(findings);
    }
  }

  /// How a database is.
  ///
  /// @param location where it is
  /// @param database its id, 64 hexadecimal digits
  /// @param isClaimed whether its root key is fixed
  /// @param isTrusted whether signatures and rules are switched off
  /// @param repositories the open repositories, sorted by path
  /// @param peers the connections
  /// @param listenerFailures how many calls of listeners threw
  /// @param warnings what needs attention, one line each
  record Status(
      URI location,
      String database,
      boolean isClaimed,
      boolean isTrusted,
      List<RepositoryStatus> repositories,
      List<PeerStatus> peers,
      long listenerFailures,
      List<String> warnings) {
    /// Copies the lists.
    public Status {
      repositories = List.copyOf(repositories);
      peers = List.copyOf(peers);
      warnings = List.copyOf(warnings);
    }
  }

  /// How a repository is.
  ///
  /// @param path where it is
  /// @param items items that exist
  /// @param commits commits in the graph
  /// @param forks items with more than one head
  /// @param parked commits that wait for their parents
  /// @param refused commits refused since it was opened
  /// @param bytes bytes on the medium
  record RepositoryStatus(
      RepositoryPath path,
      long items,
      long commits,
      long forks,
      long parked,
      long refused,
      long bytes) {}

  /// How a connection is.
  ///
  /// @param address the other side
  /// @param state how it stands
  /// @param reason why it is not online; empty if it is
  /// @param bytesSent bytes of frames sent since it was opened
  /// @param bytesReceived bytes of frames received since it was opened
  record PeerStatus(
      URI address, Peer.State state, String reason, long bytesSent, long bytesReceived) {}
}
