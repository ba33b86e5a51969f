/// Whose a commit is, and whether it may be here.
///
/// A commit goes through three stages, each a type that only this package can make:
///
/// ```text
/// CommitRecord (a claim) ── Verifier ──► VerifiedCommit ── Authorizer ──► AuthorizedCommit
/// ```
///
/// The log takes [dev.goatdb.core.trust.AuthorizedBatch] only, so a path that skips a check does
/// not compile. A local edit takes the same road: [dev.goatdb.core.trust.Signer] makes one bundle
/// over the commits of a drain.
///
/// Ed25519 comes from Bouncy Castle's low-level classes; no security provider is registered. The
/// JDK's own implementation takes eight times as long and accepts keys of small order.
package dev.goatdb.core.trust;
