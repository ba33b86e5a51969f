package dev.goatdb.core.codec;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.value.Value;

/// A signed header and the salt of its tree.
///
/// @param id its name
/// @param header what is signed
/// @param signature 64 bytes, or none in trusted mode
/// @param salt 16 bytes
public record Bundle(CommitId id, BundleHeader header, Value.Bytes signature, Value.Bytes salt) {

  /// {@return a bundle whose id is computed from its header}
  public static Bundle of(BundleHeader header, Value.Bytes signature, Value.Bytes salt) {
    return new Bundle(header.id(), header, signature, salt);
  }
}
