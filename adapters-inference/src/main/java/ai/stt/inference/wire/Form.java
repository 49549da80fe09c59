package ai.stt.inference.wire;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How values of one type are written and read. */
record Form(Writer writer, Reader reader) {
  /** Writes a value. */
  @FunctionalInterface
  interface Writer {
    void write(WireOut out, Object value);
  }

  /** Reads a value. */
  @FunctionalInterface
  interface Reader {
    Object read(WireIn in, Borrower borrower);
  }

  /** Makes the stand-in of an object that the other side lends. */
  @FunctionalInterface
  interface Borrower {
    Object borrow(long id, Class<?> type);

    /** For data that holds nothing of the kind. */
    Borrower NOTHING =
        (id, type) -> {
          throw new BrokenFrameException("nothing is lent here");
        };
  }

  /** Of values that lend nothing. */
  static Form of(Writer writer, Function<WireIn, Object> reader) {
    return new Form(writer, (in, borrower) -> reader.apply(in));
  }

  void writeNullable(WireOut out, @Nullable Object value) {
    out.flag(value != null);
    if (value != null) {
      writer.write(out, value);
    }
  }

  @Nullable Object readNullable(WireIn in, Borrower borrower) {
    return in.flag() ? reader.read(in, borrower) : null;
  }
}
