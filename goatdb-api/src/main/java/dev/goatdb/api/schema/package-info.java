/// What a document looks like: named, versioned fields with types, checks and merge strategies.
///
/// A [dev.goatdb.api.schema.Schema] is compiled into the application, not stored. It is declared
/// from a record or field by field:
///
/// ```java
/// record Task(String title, boolean done, Set<String> tags) {}
///
/// static final Schema<Task> TASK = Schema.of(Task.class, "task", 1);
/// static final Field<Task, Boolean> DONE = TASK.field(Task::done);
/// ```
///
/// A [dev.goatdb.api.schema.Document] is the same value without a record. Versions of a schema live
/// side by side: a document of an older version is upgraded when it is read, which writes nothing;
/// a document of a later version is read as far as its fields still have the declared types, and
/// keeps whatever this program does not know.
///
/// Everything in this package is immutable and may be used from any thread, except
/// [dev.goatdb.api.schema.Schema.Builder].
package dev.goatdb.api.schema;
