/// The demonstration: a server and two peers, three databases on disk, real WebSockets, and the
/// Unicode catalogue of the JDK as data. Each step claims something, checks it and says so; one
/// claim that fails makes the whole fail.
///
/// [dev.goatdb.cli.demo.Demo] tells the story, each step of it is a class:
/// [dev.goatdb.cli.demo.LoadStep], [dev.goatdb.cli.demo.LatencyStep],
/// [dev.goatdb.cli.demo.OfflineStep], [dev.goatdb.cli.demo.RefillStep] and
/// [dev.goatdb.cli.demo.CompareStep]. [dev.goatdb.cli.demo.Cast] holds the three databases,
/// [dev.goatdb.cli.demo.Narrator] prints, judges and counts.
package dev.goatdb.cli.demo;
