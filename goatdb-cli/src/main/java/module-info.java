import org.jspecify.annotations.NullMarked;

/// The `goatdb` command.
///
/// It is an application like any other: it compiles against the API alone, and engine, storage and
/// transport are found as services when they lie beside it.
///
/// Packages, lowest first; a package uses only packages above it in this list:
///
/// - `terminal` where a command writes, what time it is, how it fails
/// - `json` values, documents and schemas as JSON
/// - `replay` recorded histories, `demo` the demonstration
/// - `dev.goatdb.cli` one class for each command
@NullMarked
module dev.goatdb.cli {
  requires dev.goatdb.api;
  requires dev.goatdb.testkit;
  requires info.picocli;
  requires java.logging;
  requires tools.jackson.core;
  requires tools.jackson.databind;
  requires static transitive org.jspecify;

  // A replay with peers puts a gate before a transport that lies beside it.
  uses dev.goatdb.api.spi.transport.TransportProvider;

  // picocli fills the fields that carry options by reflection.
  opens dev.goatdb.cli to
      info.picocli;
  // The demonstration declares records, as applications do.
  opens dev.goatdb.cli.demo to
      dev.goatdb.api;
}
