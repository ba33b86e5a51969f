package dev.goatdb.api.spi;

/// Something that an application may bring: a storage, a transport, a merge strategy. Found through
/// [java.util.ServiceLoader], or given to the configuration, which wins.
public interface Plugin {

  /// {@return the name that is looked for: a URI scheme such as `file`, or `strategy@version`;
  /// unique within its kind}
  String name();
}
