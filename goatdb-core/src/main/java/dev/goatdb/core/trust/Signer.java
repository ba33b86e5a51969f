package dev.goatdb.core.trust;

import dev.goatdb.api.commit.CommitId;
import dev.goatdb.api.commit.CommitTime;
import dev.goatdb.api.commit.RepositoryPath;
import dev.goatdb.api.spi.runtime.Env;
import dev.goatdb.api.value.Value;
import dev.goatdb.core.codec.Bundle;
import dev.goatdb.core.codec.BundleHeader;
import dev.goatdb.core.codec.CommitRecord;
import java.util.ArrayList;
import java.util.List;

/// Signs the drains of one repository's writer. One thread: the writer's.
///
/// A chain is drawn anew for each signer and never resumed, so that a crash, a restored backup or a
/// copied directory cannot make two different bundles with one (session, chain, seq).
public final class Signer {

  private final RepositoryPath repository;
  private final Env env;
  private final boolean trusted;
  private KeyRing keys;
  private Value.Bytes chain;
  private ChainHistory history = new ChainHistory();
  private long seq;

  /// @param repository where the commits lie
  /// @param keys signs
  /// @param trusted whether signatures are switched off
  /// @param env gives chain and salts
  public Signer(RepositoryPath repository, KeyRing keys, boolean trusted, Env env) {
    this.repository = repository;
    this.keys = keys;
    this.trusted = trusted;
    this.env = env;
    this.chain = nonce();
  }

  /// Takes other keys and begins a new chain.
  public void rekey(KeyRing keys) {
    this.keys = keys;
    this.chain = nonce();
    this.history = new ChainHistory();
    this.seq = 0;
  }

  /// {@return the keys in use}
  public KeyRing keys() {
    return keys;
  }

  /// {@return a signed batch of commits of this session}
  ///
  /// @param commits 1 to 4,096 commits that the local rules allowed
  public AuthorizedBatch sign(List<CommitRecord> commits) {
    List<CommitId> ids = new ArrayList<>(commits.size());
    List<CommitTime> times = new ArrayList<>(commits.size());
    for (CommitRecord commit : commits) {
      ids.add(commit.id());
      times.add(commit.header().time());
    }
    Bundle bundle = bundle(ids, times);
    List<AuthorizedCommit> authorized = new ArrayList<>(commits.size());
    for (CommitRecord commit : commits) {
      authorized.add(new AuthorizedCommit(commit, bundle));
    }
    return new AuthorizedBatch(bundle, ids, authorized);
  }

  /// {@return a bundle over commits of this session that are in the log already, for a database
  /// that was adopted}
  ///
  /// @param ids the commits
  /// @param times their times
  public Bundle resign(List<CommitId> ids, List<CommitTime> times) {
    return bundle(ids, times);
  }

  private Bundle bundle(List<CommitId> ids, List<CommitTime> times) {
    CommitTime first = times.getFirst();
    CommitTime last = first;
    for (CommitTime time : times) {
      first = first.compareTo(time) <= 0 ? first : time;
      last = last.max(time);
    }
    Value.Bytes salt = nonce();
    BundleHeader header =
        new BundleHeader(
            keys.database(),
            repository,
            trusted ? BundleHeader.Algorithm.NONE : BundleHeader.Algorithm.ED25519,
            keys.session().session(),
            chain,
            seq++,
            history.root(),
            first,
            last,
            ids.size(),
            Merkle.saltedRoot(ids, salt.toByteArray()));
    byte[] signature = trusted ? new byte[0] : keys.session().sign(header.message());
    Bundle bundle = Bundle.of(header, Value.Bytes.of(signature), salt);
    history.add(bundle.id());
    return bundle;
  }

  private Value.Bytes nonce() {
    byte[] bytes = new byte[BundleHeader.NONCE_BYTES];
    env.random(bytes);
    return Value.Bytes.of(bytes);
  }
}
