package dev.goatdb.cli;

/// A command during which the engine's log says nothing: either the command tells the warnings
/// itself, or they are about databases that only pretend.
interface QuietLog {}
