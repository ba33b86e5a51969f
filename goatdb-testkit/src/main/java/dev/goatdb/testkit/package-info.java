/// The contracts that plugins must pass. Each is an abstract JUnit class: a plugin's test extends
/// it, says how to make the plugin, and inherits the tests.
package dev.goatdb.testkit;
