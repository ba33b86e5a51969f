/// The contract of a merge strategy: how the concurrent values of one field become one.
///
/// A strategy sees a field, the value at the merge base, and one value for each head. It answers
/// with the merged value and does nothing else: no clock, no chance, no I/O, no memory of earlier
/// calls. Every peer calls it with the same input and must get the same bytes.
/// [dev.goatdb.api.value.Value#NULL] stands for an absent field, in the input and in the answer.
///
/// `MergeStrategyContract` in `goatdb-testkit` tests a strategy against the laws.
package dev.goatdb.merge.spi;
