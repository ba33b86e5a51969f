/// The integration tests as an application made of modules.
///
/// A descriptor among the tests puts everything on the module path for the one run; the other run,
/// on the class path, does not look at it. Packages of tests need no line here: the module is open.
open module dev.goatdb.it {
  requires com.tngtech.archunit;
  requires dev.goatdb.api;
  requires dev.goatdb.cli;
  requires dev.goatdb.core;
  requires dev.goatdb.it.queue;
  requires dev.goatdb.merge.spi;
  requires dev.goatdb.storage.file;
  requires dev.goatdb.testkit;
  requires dev.goatdb.transport.ws;
  requires org.junit.jupiter.api;
  requires org.junit.jupiter.params;
}
