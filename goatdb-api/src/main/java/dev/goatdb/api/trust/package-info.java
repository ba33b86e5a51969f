/// Who acts, and what they may do.
///
/// A rule is a pure function from [dev.goatdb.api.trust.AuthContext] to
/// [dev.goatdb.api.trust.Verdict]: no clock, no I/O, nothing but the context, so that every peer
/// decides alike.
package dev.goatdb.api.trust;
