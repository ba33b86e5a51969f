package dev.goatdb.core.delta;

/// A passage of a sequence, and the passage of another that comes in its place. One of them may be
/// empty.
///
/// @param start the first element that goes, or before which the others come
/// @param end behind the last that goes
/// @param newStart the first element that comes, in the other sequence
/// @param newEnd behind the last that comes
public record Hunk(int start, int end, int newStart, int newEnd) {}
