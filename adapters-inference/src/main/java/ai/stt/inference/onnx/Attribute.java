package ai.stt.inference.onnx;

import java.util.List;

/** A named setting of a node. */
public sealed interface Attribute {
  /** The operator's name for it. */
  String name();

  /** A whole number. */
  record Int(String name, long value) implements Attribute {}

  /** Whole numbers. */
  record Ints(String name, List<Long> values) implements Attribute {
    /** Takes a copy. */
    public Ints {
      values = List.copyOf(values);
    }
  }

  /** A real number. */
  record Real(String name, float value) implements Attribute {}

  /** A text. */
  record Text(String name, String value) implements Attribute {}

  /** A whole number. */
  static Attribute of(String name, long value) {
    return new Int(name, value);
  }

  /** Whole numbers. */
  static Attribute of(String name, long first, long... more) {
    var values = new java.util.ArrayList<Long>();
    values.add(first);
    for (long value : more) {
      values.add(value);
    }
    return new Ints(name, values);
  }

  /** A real number. */
  static Attribute of(String name, float value) {
    return new Real(name, value);
  }

  /** A text. */
  static Attribute of(String name, String value) {
    return new Text(name, value);
  }
}
