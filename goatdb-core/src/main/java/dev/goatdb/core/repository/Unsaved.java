package dev.goatdb.core.repository;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.core.run.ItemImage;
import dev.goatdb.core.run.Runs;
import dev.goatdb.core.run.Totals;
import java.util.List;
import java.util.SortedMap;

/// What a run is made of.
///
/// @param after the runs that it follows
/// @param items the items that changed since their end
/// @param entries their entries
/// @param totals what there is now
/// @param digests the digests that are known
record Unsaved(
    Runs after,
    List<ItemImage> items,
    List<ItemEntry> entries,
    Totals totals,
    SortedMap<Integer, CommitId> digests) {}
