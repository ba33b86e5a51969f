package dev.goatdb.core.query;

import dev.goatdb.api.Item;
import org.jspecify.annotations.Nullable;

/// An item that changed, as a query sees it.
///
/// @param item the item
/// @param value its value, or null if it does not match
/// @param isLocal whether this process alone changed it
/// @param isMerge whether the value was merged out of several heads
/// @param <T> type of the value
record Touch<T>(Item<T> item, @Nullable T value, boolean isLocal, boolean isMerge) {}
