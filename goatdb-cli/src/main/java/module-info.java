import org.jspecify.annotations.NullMarked;

/// The `goatdb` command.
///
/// It is an application like any other: it compiles against the API alone, and engine, storage and
/// transport are found as services when they lie beside it.
@NullMarked
module dev.goatdb.cli {
  requires dev.goatdb.api;
  requires dev.goatdb.testkit;
  requires info.picocli;
  requires tools.jackson.databind;
  requires static transitive org.jspecify;

  // picocli fills the fields that carry options by reflection.
  opens dev.goatdb.cli to
      info.picocli;
}
