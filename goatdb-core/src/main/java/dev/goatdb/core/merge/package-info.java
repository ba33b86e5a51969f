/// Merging: the value of an item is a function of its heads.
///
/// Nothing is committed in order to read. [dev.goatdb.core.merge.Merger] answers with the same
/// bytes on every peer for the same heads, whatever was received in which order, collected or
/// cached, or it answers [dev.goatdb.core.merge.MergeResult.Incomplete] and names what it lacks.
///
/// **Which base.** Two heads can have several maximal common ancestors (a *criss-cross*); their
/// base is then the merge of those, by the same rule. Where all pairs of heads have the same base,
/// one symmetric pass merges all heads at once. Where pairs have different bases, no single base is
/// right: a base that is too old counts changes twice that two of the heads share. So the two
/// closest heads are merged first, against their own base, and the result stands for both, until
/// one is left.
///
/// **What is merged.** Fields, each by the strategy that the schema names. A field's write stamp is
/// the greatest among the heads'. The reserved field that marks a deleted item needs no strategy:
/// live beats deleted, and the fields of a deleted head take part all the same. Of heads with
/// different schema names the latest one's schema wins as a whole; of different versions, all are
/// upgraded to the highest first.
///
/// **Built-in strategies** come through the same door as an application's own: they are services,
/// named in the module descriptor. They are pure functions of a [dev.goatdb.merge.spi.MergeInput]
/// and accept every value, also one that does not fit the field, for which they fall back to the
/// last writer. All but `lww@1` begin alike (nobody, one, or several changed the value), and texts
/// and lists are put together by one class from the edit scripts of their heads.
package dev.goatdb.core.merge;
