package dev.goatdb.cli.replay;

import java.util.List;

/// How people typed a text.
///
/// @param startContent the text before the first transaction
/// @param endContent the text after all of them, merged: the only right answer
/// @param transactions in an order where parents come before children
public record Trace(String startContent, String endContent, List<Transaction> transactions) {

  /// Something that one person did at once.
  ///
  /// @param parents indexes of the transactions it was made on; none for the start
  /// @param patches applied in order, after the parents were merged
  /// @param agent who did it, from 0
  record Transaction(List<Integer> parents, List<Patch> patches, int agent) {
    /// Copies the lists.
    Transaction {
      parents = List.copyOf(parents);
      patches = List.copyOf(patches);
    }
  }

  /// Checks the parents.
  ///
  /// @throws IllegalArgumentException if one does not come before its child
  public Trace {
    transactions = List.copyOf(transactions);
    for (int i = 0; i < transactions.size(); i++) {
      for (int parent : transactions.get(i).parents()) {
        if (parent < 0 || parent >= i) {
          throw new IllegalArgumentException(
              "transaction %d has the parent %d, which does not come before it"
                  .formatted(i, parent));
        }
      }
    }
  }

  /// Whether no character of it needs two chars.
  boolean isBasicPlane() {
    return isBasicPlane(startContent)
        && transactions.stream()
            .flatMap(transaction -> transaction.patches().stream())
            .allMatch(patch -> isBasicPlane(patch.inserted()));
  }

  private static boolean isBasicPlane(String text) {
    return text.chars().noneMatch(c -> Character.isSurrogate((char) c));
  }

  /// How many people typed.
  int agents() {
    return 1 + transactions.stream().mapToInt(Transaction::agent).max().orElse(0);
  }

  /// How many transactions begin with a merge.
  int merges() {
    return (int) transactions.stream().filter(each -> each.parents().size() > 1).count();
  }
}
