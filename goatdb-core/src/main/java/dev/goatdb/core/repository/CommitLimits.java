package dev.goatdb.core.repository;

import dev.goatdb.api.error.GoatDbException;
import dev.goatdb.api.error.Refusal;
import dev.goatdb.api.spi.transport.Link;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.codec.CanonicalCbor;
import dev.goatdb.core.codec.CborWriter;
import dev.goatdb.core.codec.Splice;
import dev.goatdb.core.codec.State;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// What one commit may hold. It is checked at the call: what the writer cannot encode would end the
/// repository, and what no frame carries would never reach a peer.
final class CommitLimits {

  /// Most bytes of a commit's content: a frame takes it beside its header, its operations and the
  /// names of all other commits of its bundle.
  static final long MAX_BYTES = Link.MAX_FRAME_BYTES - (1L << 20);

  /// Most that the operations of one commit may weigh in sum before later ones make a new commit.
  static final long MAX_JOINED_EDITS = 64 << 10;

  /// An estimated byte is a character at most, and takes three in UTF-8; one more for good measure.
  private static final int ENCODED_PER_ESTIMATED = 4;

  private static final int SPLICE_BYTES = 32;

  private CommitLimits() {}

  /// {@return about how much the operations of an edit take}
  static long weight(Edit.Change change) {
    long weight = 0;
    for (List<Splice> splices : change.splices().values()) {
      for (Splice splice : splices) {
        weight += SPLICE_BYTES + splice.inserted().length();
      }
    }
    return weight;
  }

  /// Checks an edit.
  ///
  /// @param where names the item in messages
  /// @param change the edit
  /// @param draft what it goes into
  /// @param after the state with the edit
  /// @throws GoatDbException.Refused if it is too large, or nested too deep
  static void require(Supplier<String> where, Edit.Change change, Draft draft, State after) {
    for (Map.Entry<String, Value> field : change.values().entrySet()) {
      if (CanonicalCbor.isTooDeep(field.getValue())) {
        throw refused(
            where.get(),
            "field '%s' is nested more than %d deep"
                .formatted(field.getKey(), CanonicalCbor.MAX_DEPTH));
      }
    }
    long edits = 3 * weight(change);
    if (ENCODED_PER_ESTIMATED * after.estimatedBytes() + edits > MAX_BYTES) {
      CborWriter out = new CborWriter(1 << 20);
      after.write(out, draft.time);
      if (out.size() + edits > MAX_BYTES) {
        throw refused(
            where.get(),
            "takes %d bytes, an item has at most %d; spread it over several items"
                .formatted(out.size() + edits, MAX_BYTES));
      }
    }
  }

  private static GoatDbException.Refused refused(String where, String message) {
    return new GoatDbException.Refused(
        new Refusal(Refusal.Reason.LIMIT, where, message + ". Nothing was stored."));
  }
}
