/// What can go wrong, said once.
///
/// A refusal is a value ([dev.goatdb.api.error.Refusal]): something a user, a peer or a program
/// asked for and did not get, with the reason. A broken world is a
/// [dev.goatdb.api.error.GoatDbException] with the facts. A broken promise of the caller is an
/// [IllegalArgumentException] or an [IllegalStateException] and is not in this package.
///
/// Lowest package of the project: it uses nothing.
package dev.goatdb.api.error;
