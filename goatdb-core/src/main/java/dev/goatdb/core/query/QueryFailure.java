package dev.goatdb.core.query;

/// Words for what went wrong in the application's part of a query.
final class QueryFailure {

  private QueryFailure() {}

  /// What is thrown; it names an item and is not wrapped again.
  private static final class AtItem extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    AtItem(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /// {@return what to throw when a predicate, a key or a comparator threw}
  ///
  /// @param source names the query's source
  /// @param key the item that was looked at
  /// @param cause what it threw
  static IllegalStateException at(String source, String key, Throwable cause) {
    return cause instanceof AtItem known
        ? known
        : new AtItem(
            "query on %s failed at item %s: %s%s. Other queries go on; this one is closed."
                .formatted(source, key, described(cause), place(cause)),
            cause);
  }

  private static String described(Throwable cause) {
    String name = cause.getClass().getSimpleName();
    return cause.getMessage() == null ? name : name + " (" + cause.getMessage() + ")";
  }

  /// The first place outside of the JDK and of this library.
  private static String place(Throwable cause) {
    for (StackTraceElement frame : cause.getStackTrace()) {
      String type = frame.getClassName();
      if (!type.startsWith("java.")
          && !type.startsWith("jdk.")
          && !type.startsWith("dev.goatdb.core.query.")
          && !type.startsWith("dev.goatdb.api.")) {
        return " at " + frame.getFileName() + ":" + frame.getLineNumber();
      }
    }
    return "";
  }
}
