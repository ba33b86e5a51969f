package dev.goatdb.api.error;

import java.util.Objects;

/// A broken world: the database could not do what it promised. Unchecked, sealed, one case for each
/// remedy.
///
/// Mistakes of the calling program are not among the cases; they are [IllegalArgumentException] (a
/// wrong argument), [IllegalStateException] (a call at the wrong time) and
/// [java.util.NoSuchElementException] (nothing there).
public abstract sealed class GoatDbException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private GoatDbException(String message, Throwable cause) {
    super(message, cause);
  }

  private GoatDbException(String message) {
    super(message);
  }

  /// The storage or the network failed: disk full, permission, a lock held by another process, an
  /// unreachable address.
  public static final class Storage extends GoatDbException {
    private static final long serialVersionUID = 1L;

    /// @param message what failed, where, and the remedy
    public Storage(String message) {
      super(message);
    }

    /// @param message what failed, where, and the remedy
    /// @param cause the error below
    public Storage(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /// Stored bytes are not what was written.
  public static final class Corrupted extends GoatDbException {
    private static final long serialVersionUID = 1L;

    /// The file's name.
    private final String file;

    /// The first damaged byte.
    private final long offset;

    /// @param file the damaged file
    /// @param offset offset of the first damaged byte, in bytes
    /// @param message what was found and what was expected
    public Corrupted(String file, long offset, String message) {
      super(file + ": offset " + offset + ": " + message);
      this.file = Objects.requireNonNull(file, "file");
      this.offset = offset;
    }

    /// {@return the damaged file}
    public String file() {
      return file;
    }

    /// {@return the offset of the first damaged byte, in bytes}
    public long offset() {
      return offset;
    }
  }

  /// Something was asked for and refused; nothing was stored.
  public static final class Refused extends GoatDbException {
    private static final long serialVersionUID = 1L;

    /// The reason and the place.
    private final transient Refusal refusal;

    /// @param refusal the reason and the place
    public Refused(Refusal refusal) {
      super(refusal.toString());
      this.refusal = refusal;
    }

    /// {@return the reason and the place}
    public Refusal refusal() {
      return refusal;
    }
  }

  /// The program is put together wrongly: a plugin is missing or there twice, schemas contradict
  /// each other.
  public static final class Configuration extends GoatDbException {
    private static final long serialVersionUID = 1L;

    /// @param message what is wrong and what to add or remove
    public Configuration(String message) {
      super(message);
    }

    /// @param message what is wrong and what to add or remove
    /// @param cause the error below
    public Configuration(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /// A bounded resource is used up: a queue, a budget, a size.
  public static final class LimitReached extends GoatDbException {
    private static final long serialVersionUID = 1L;

    /// @param message which limit, its value, and what to do
    public LimitReached(String message) {
      super(message);
    }
  }
}
