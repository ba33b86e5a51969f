package dev.goatdb.core.delta;

import dev.goatdb.core.codec.Splice;
import dev.goatdb.core.delta.TextDiff.Edit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Operations that were made on a text one after the other, as one edit script against the text
/// they began with.
///
/// **Idea.** The text is a sequence of pieces: passages of the base that stay, passages that went,
/// and what was typed. A cursor lies between two of them; people work in one place for a while, so
/// it mostly moves a little. What went keeps its place, which is how typing before and after a
/// deleted passage stays apart.
///
/// **Which of several places.** Between what precedes a place and what follows it there may be
/// passages that went. Typed text comes before them, where what it replaces began.
///
/// **Replacements.** An operation that replaces a passage by one that is partly the same, as a
/// program does that only knows the text before and after, is taken apart by [WordDiff].
///
/// The script is a function of the text and the operations. Not safe for use by several threads.
public final class EditScript {

  /// A passage of the base from start to end, in code points, or typed text.
  private record Piece(int start, int end, String typed, boolean gone) {

    static Piece base(int start, int end, boolean gone) {
      return new Piece(start, end, "", gone);
    }

    static Piece typed(String text) {
      return new Piece(0, text.codePointCount(0, text.length()), text, false);
    }

    boolean isTyped() {
      return !typed.isEmpty();
    }

    int visible() {
      return gone ? 0 : end - start;
    }

    /// The first code points of a piece that stays.
    Piece head(int length) {
      return isTyped()
          ? new Piece(0, length, typed.substring(0, typed.offsetByCodePoints(0, length)), false)
          : base(start, start + length, false);
    }

    /// The piece without its first code points.
    Piece tail(int length) {
      return isTyped()
          ? new Piece(0, end - length, typed.substring(typed.offsetByCodePoints(0, length)), false)
          : base(start + length, end, false);
    }
  }

  private final String base;

  /// Made when a passage of the base is looked at.
  private int @Nullable [] codePoints;

  /// What lies before the cursor, the nearest first.
  private final ArrayDeque<Piece> left = new ArrayDeque<>();

  /// What lies behind the cursor, the nearest first.
  private final ArrayDeque<Piece> right = new ArrayDeque<>();

  private int position;
  private int length;

  /// Begins without an operation.
  ///
  /// @param base well-formed text
  public EditScript(String base) {
    this.base = base;
    this.length = base.codePointCount(0, base.length());
    if (length > 0) {
      right.push(Piece.base(0, length, false));
    }
  }

  /// Adds an operation on the text that all before it left.
  ///
  /// @param splice the operation
  /// @return whether it fits the text; if not, nothing happened
  public boolean add(Splice splice) {
    if (splice.at() > length || splice.deleted() > length - splice.at()) {
      return false;
    }
    if (splice.deleted() == 0 || splice.inserted().isEmpty()) {
      replace(splice.at(), splice.deleted(), splice.inserted());
      return true;
    }
    List<Edit> edits =
        WordDiff.between(textAt(splice.at(), splice.deleted()), splice.inserted()).reversed();
    for (Edit edit : edits) {
      replace(splice.at() + edit.position(), edit.deleted(), edit.inserted());
    }
    return true;
  }

  private void replace(int at, int deleted, String inserted) {
    seek(at);
    List<Piece> gone = new ArrayList<>();
    for (int rest = deleted; rest > 0; ) {
      Piece piece = right.pop();
      int visible = Math.min(rest, piece.visible());
      if (visible < piece.visible()) {
        right.push(piece.tail(visible));
      }
      if (piece.gone()) {
        gone.add(piece);
      } else if (!piece.isTyped()) {
        gone.add(Piece.base(piece.start(), piece.start() + visible, true));
      }
      rest -= visible;
    }
    gone.reversed().forEach(right::push);
    length -= deleted;
    if (!inserted.isEmpty()) {
      Piece typed = Piece.typed(inserted);
      left.push(typed);
      position += typed.visible();
      length += typed.visible();
    }
  }

  /// Moves the cursor directly behind the code point before a place.
  private void seek(int at) {
    while (position < at) {
      Piece piece = right.pop();
      int step = Math.min(at - position, piece.visible());
      if (step < piece.visible()) {
        right.push(piece.tail(step));
        piece = piece.head(step);
      }
      left.push(piece);
      position += step;
    }
    while (position > at || (!left.isEmpty() && left.element().gone())) {
      Piece piece = left.pop();
      int step = Math.min(position - at, piece.visible());
      int stay = piece.visible() - step;
      if (stay > 0) {
        left.push(piece.head(stay));
        piece = piece.tail(stay);
      }
      right.push(piece);
      position -= step;
    }
  }

  private String textAt(int at, int count) {
    seek(at);
    StringBuilder text = new StringBuilder();
    int rest = count;
    for (Piece piece : right) {
      int visible = Math.min(rest, piece.visible());
      if (visible > 0 && piece.isTyped()) {
        text.append(piece.typed(), 0, piece.typed().offsetByCodePoints(0, visible));
      } else if (visible > 0) {
        text.append(new String(codePoints(), piece.start(), visible));
      }
      rest -= visible;
      if (rest == 0) {
        break;
      }
    }
    return text.toString();
  }

  private int[] codePoints() {
    int[] known = codePoints;
    if (known == null) {
      known = base.codePoints().toArray();
      codePoints = known;
    }
    return known;
  }

  /// {@return the script} By position, none overlapping; two edits touch where a passage went and
  /// something was typed behind it.
  public List<Edit> edits() {
    List<Edit> edits = new ArrayList<>();
    StringBuilder typed = new StringBuilder();
    int start = 0;
    int end = 0;
    for (Piece piece : pieces()) {
      boolean closes = piece.isTyped() ? end > start : !piece.gone();
      if (closes) {
        add(edits, start, end, typed);
        start = end;
      }
      if (piece.isTyped()) {
        typed.append(piece.typed());
      } else {
        end = piece.end();
        start = piece.gone() ? start : end;
      }
    }
    add(edits, start, end, typed);
    return List.copyOf(edits);
  }

  private static void add(List<Edit> edits, int start, int end, StringBuilder typed) {
    if (end > start || !typed.isEmpty()) {
      edits.add(new Edit(start, end - start, typed.toString()));
      typed.setLength(0);
    }
  }

  private List<Piece> pieces() {
    List<Piece> pieces = new ArrayList<>(left.size() + right.size());
    left.descendingIterator().forEachRemaining(pieces::add);
    pieces.addAll(right);
    return pieces;
  }
}
