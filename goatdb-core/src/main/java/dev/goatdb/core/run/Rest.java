package dev.goatdb.core.run;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.SessionId;
import dev.goatdb.core.codec.CborReader;
import dev.goatdb.core.codec.CborWriter;
import dev.goatdb.core.codec.CodecException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a run says beside items and bundles; rarely much.
///
/// @param signed how many commits each session signed for each database, at the end of the stretch
/// @param moves commits that another bundle signs than the one behind them, found in this stretch
/// @param damaged the bundles of which a commit was lost, at the end of the stretch
/// @param digests the digests of buckets that were known at the end of the stretch
public record Rest(
    Map<By, Long> signed,
    List<Move> moves,
    Map<CommitId, List<Integer>> damaged,
    SortedMap<Integer, CommitId> digests) {

  /// Nothing.
  public static final Rest NONE = new Rest(Map.of(), List.of(), Map.of(), new TreeMap<>());

  /// Who signed, and for which database.
  ///
  /// @param database the database
  /// @param session the session
  public record By(CommitId database, SessionId session) {}

  /// Commits that do not belong to the bundle behind them.
  ///
  /// @param first position of the first
  /// @param last position of the last
  /// @param target index of the bundle that signs them, or what it says in the index of bundles
  ///   where there is none
  public record Move(long first, long last, int target) {}

  byte[] encode() {
    CborWriter out = new CborWriter(64 + 34 * digests.size()).array(4);
    out.array(3 * signed.size());
    signed.forEach((by, commits) -> out.id(by.database()).session(by.session()).unsigned(commits));
    out.array(3 * moves.size());
    moves.forEach(m -> out.unsigned(m.first()).unsigned(m.last()).integer(m.target()));
    out.array(2 * damaged.size());
    damaged.forEach((bundle, indexes) -> {
      out.id(bundle).array(indexes.size());
      indexes.forEach(out::unsigned);
    });
    out.array(2 * digests.size());
    digests.forEach((bucket, digest) -> out.unsigned(bucket).id(digest));
    return out.toByteArray();
  }

  static Rest decode(byte[] bytes) throws CodecException {
    CborReader in = new CborReader(bytes);
    in.array(4);
    Map<By, Long> signed = new LinkedHashMap<>();
    for (int i = in.array() / 3; i > 0; i--) {
      signed.put(new By(in.id(), in.session()), in.unsigned());
    }
    List<Move> moves = new ArrayList<>();
    for (int i = in.array() / 3; i > 0; i--) {
      moves.add(new Move(in.unsigned(), in.unsigned(), (int) in.integer()));
    }
    Map<CommitId, List<Integer>> damaged = new LinkedHashMap<>();
    for (int i = in.array() / 2; i > 0; i--) {
      CommitId bundle = in.id();
      List<Integer> indexes = new ArrayList<>();
      for (int k = in.array(); k > 0; k--) {
        indexes.add(in.unsigned(Integer.MAX_VALUE, "index"));
      }
      damaged.put(bundle, indexes);
    }
    SortedMap<Integer, CommitId> digests = new TreeMap<>();
    for (int i = in.array() / 2; i > 0; i--) {
      digests.put(in.unsigned(KeyHash.BUCKETS - 1, "bucket"), in.id());
    }
    in.requireEnd();
    return new Rest(signed, moves, damaged, digests);
  }
}
