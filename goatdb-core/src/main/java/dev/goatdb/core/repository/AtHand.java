package dev.goatdb.core.repository;

import dev.goatdb.core.codec.State;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// What reading an item by its key touches, when its value was read before.
///
/// A read waits for each cache line that it needs, one after the other where one leads to the next.
/// So the value that a schema made lies in fields of the item and not in an object between; and the
/// fields that a read needs lie in a class of their own, since the virtual machine puts the fields
/// of a superclass first, together: 44 bytes, instead of being spread over 80.
///
/// Thread rule: any thread reads and binds.
abstract sealed class AtHand permits ItemEntry {

  /// No version of an item's graph.
  private static final int PENDING = -1;

  private static final VarHandle BINDING = binding();

  final String key;

  /// Of the key; see [EntryTable].
  final int hash;

  /// Raised by the writer after each change of the graph.
  volatile int version;

  /// Even while the three fields of the binding belong together. Readers look before and after.
  private volatile int binding;

  /// The version whose committed value is bound.
  private int boundVersion = PENDING;

  /// Set by readers, cleared by the budget's sweep.
  boolean touched;

  private @Nullable Object boundValue;
  private @Nullable Object boundSchema;

  /// The newest edit that is not in the graph yet.
  volatile @Nullable Draft pending;

  private @Nullable State boundState;

  AtHand(String key) {
    this.key = key;
    this.hash = EntryTable.hash(key);
  }

  private static VarHandle binding() {
    try {
      return MethodHandles.lookup().findVarHandle(AtHand.class, "binding", int.class);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a field of this very class", e);
    }
  }

  /// {@return the key}
  public String key() {
    return key;
  }

  /// {@return the value of the item as it is now, if a schema has made it already, or null}
  ///
  /// @param schema the schema
  public @Nullable Object atHand(Object schema) {
    int before = binding;
    Object value = boundValue;
    boolean fits =
        boundSchema == schema && boundVersion == version && pending == null && (before & 1) == 0;
    VarHandle.loadLoadFence();
    if (!fits || binding != before) {
      return null;
    }
    if (!touched) {
      touched = true;
    }
    return value;
  }

  /// {@return what a schema made out of a state, if that was what it made last, or null}
  ///
  /// @param state the state
  /// @param schema the schema
  public @Nullable Object boundTo(State state, Object schema) {
    int before = binding;
    Object value = boundValue;
    boolean fits = boundState == state && boundSchema == schema && (before & 1) == 0;
    VarHandle.loadLoadFence();
    return fits && binding == before ? value : null;
  }

  /// Keeps what a schema made out of a state, in place of what was kept before.
  ///
  /// @param state the state
  /// @param schema the schema
  /// @param value what it made
  public void bind(State state, Object schema, Object value) {
    bind(state, schema, value, versionOf(state).orElse(PENDING));
  }

  /// {@return the version whose committed value a state is, if it is the cached one}
  abstract OptionalInt versionOf(State state);

  /// Forgets what a schema made.
  void unbind() {
    bind(null, null, null, PENDING);
  }

  private void bind(
      @Nullable State state, @Nullable Object schema, @Nullable Object value, int atVersion) {
    int before = binding;
    while ((before & 1) != 0 || !BINDING.compareAndSet(this, before, before + 1)) {
      Thread.onSpinWait();
      before = binding;
    }
    boundState = state;
    boundSchema = schema;
    boundValue = value;
    boundVersion = atVersion;
    binding = before + 2;
  }
}
