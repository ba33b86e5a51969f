/// Bytes to records and back, no I/O: the canonical encoding that is the identity of everything.
///
/// [dev.goatdb.core.codec.CborWriter] and [dev.goatdb.core.codec.CborReader] speak deterministic
/// CBOR (RFC 8949 §4.2.1): shortest forms, definite lengths, map keys in bytewise order without
/// duplicates, one NaN, well-formed UTF-8. One value has one encoding and a reader refuses every
/// other, with offset and reason. On top of them:
///
/// - [dev.goatdb.core.codec.CanonicalCbor]: a [dev.goatdb.api.value.Value] and its bytes.
/// - [dev.goatdb.core.codec.State]: what a commit says of an item: fields, write stamps; its
///   content hash.
/// - [dev.goatdb.core.codec.CommitHeader]: what a commit's id is the hash of.
/// - [dev.goatdb.core.codec.CommitCodec]: a commit as it is stored and sent: header and body,
///   without what the context gives.
/// - [dev.goatdb.core.codec.BundleCodec]: a signed bundle: header, signature, salt and slots.
///
/// Everything that is hashed starts with a domain tag, so that no hash of one kind can stand for
/// another.
package dev.goatdb.core.codec;
