package dev.goatdb.cli.terminal;

/// Colours for people who look at a terminal; none for files and pipes.
///
/// @param isOn whether there are colours
public record Paint(boolean isOn) {

  /// No colours.
  public static final Paint PLAIN = new Paint(false);

  private static final int BOLD = 1;
  private static final int DIM = 2;
  private static final int RED = 31;
  private static final int GREEN = 32;
  private static final int YELLOW = 33;

  /// Colours that tell authors apart on light and dark ground: blue, magenta, cyan, and their
  /// bright kin.
  private static final int[] AUTHORS = {34, 35, 36, 94, 95, 96};

  /// {@return colours if standard output is a terminal that shows them and nobody asked for none}
  ///
  /// @param isTerminal whether standard output is a terminal
  /// @param noColor the environment's `NO_COLOR`, empty if it is not set; see
  ///   [no-color.org](https://no-color.org)
  /// @param term the environment's `TERM`, empty if it is not set
  public static Paint of(boolean isTerminal, String noColor, String term) {
    return new Paint(isTerminal && noColor.isEmpty() && !term.equals("dumb"));
  }

  private String with(int code, String text) {
    return isOn && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }

  /// {@return the name of a commit}
  ///
  /// @param text its digits
  public String commit(String text) {
    return with(YELLOW, text);
  }

  /// {@return something of an author, always in the same colour}
  ///
  /// @param author who
  /// @param text what
  public String author(Object author, String text) {
    return with(AUTHORS[Math.floorMod(author.toString().hashCode(), AUTHORS.length)], text);
  }

  /// {@return what came, or won}
  ///
  /// @param text what
  public String good(String text) {
    return with(GREEN, text);
  }

  /// {@return what went, or lost}
  ///
  /// @param text what
  public String bad(String text) {
    return with(RED, text);
  }

  /// {@return a heading}
  ///
  /// @param text what
  public String strong(String text) {
    return with(BOLD, text);
  }

  /// {@return what matters less}
  ///
  /// @param text what
  public String faint(String text) {
    return with(DIM, text);
  }
}
