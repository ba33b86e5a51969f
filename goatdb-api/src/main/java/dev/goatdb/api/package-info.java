/// The facade: open a database, take a repository, edit items, watch queries, connect to peers.
///
/// ```java
/// try (GoatDb db = GoatDb.open(Path.of("data"))) {
///   Item<Greeting> hello = db.repository("/data/demo").put(GREETING, "hello", new Greeting("Hello, world"));
///   System.out.println(hello.get().text());
/// }
/// ```
///
/// Edits return at once and are visible to this process. What waits says so. Everything here may be
/// used from any thread unless its documentation says otherwise, and everything that holds a
/// resource is [AutoCloseable].
package dev.goatdb.api;
