package dev.goatdb.core.codec;

import dev.goatdb.api.commit.CommitId;
import java.util.ArrayList;
import java.util.List;

/// The edit operations that were made on text fields, in the order in which they were made: each
/// position counts in the text that the operations before it left. They enter a commit's id by
/// their hash.
///
/// @param fields at most one entry for each field, in canonical order
public record Edits(List<FieldEdits> fields) {

  /// No operation was recorded.
  public static final Edits NONE = new Edits(List.of());

  private static final byte[] TAG = Sha256.tag("goatdb/edits/1");

  /// The operations on one field.
  ///
  /// @param field the field
  /// @param splices at least one
  public record FieldEdits(String field, List<Splice> splices) {
    /// Copies the list.
    public FieldEdits {
      splices = List.copyOf(splices);
    }
  }

  /// Copies the list.
  public Edits {
    fields = List.copyOf(fields);
  }

  /// {@return whether nothing was recorded}
  public boolean isEmpty() {
    return fields.isEmpty();
  }

  /// {@return the hash by which they enter a commit's id}
  public CommitId hash() {
    CborWriter out = new CborWriter();
    write(out);
    return Sha256.hash(TAG, out);
  }

  void write(CborWriter out) {
    out.array(fields.size());
    for (FieldEdits field : fields) {
      out.array(2).text(field.field()).array(field.splices().size());
      field.splices().forEach(splice -> splice.write(out));
    }
  }

  static Edits read(CborReader in) throws CodecException {
    int start = in.offset();
    int count = in.array();
    List<FieldEdits> fields = new ArrayList<>(Math.min(count, 64));
    for (int i = 0; i < count; i++) {
      in.array(2);
      String field = in.text();
      if (i > 0 && CanonicalOrder.TEXT.compare(fields.getLast().field(), field) >= 0) {
        throw in.error("edits of '" + field + "' are not in canonical order, or twice there");
      }
      fields.add(new FieldEdits(field, readSplices(in)));
    }
    if (fields.isEmpty()) {
      throw new CodecException(start, "empty edits must be left out");
    }
    return new Edits(fields);
  }

  /// Reads a list of splices, at least one.
  static List<Splice> readSplices(CborReader in) throws CodecException {
    int start = in.offset();
    int count = in.array();
    List<Splice> splices = new ArrayList<>(Math.min(count, 1024));
    for (int i = 0; i < count; i++) {
      splices.add(Splice.read(in));
    }
    if (splices.isEmpty()) {
      throw new CodecException(start, "an empty list of splices");
    }
    return splices;
  }
}
