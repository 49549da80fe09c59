package ai.stt.app.outbound;

import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the small bodies that this server sends as JSON (RFC 8259). */
public final class JsonText {
  private JsonText() {}

  /**
   * A value as JSON.
   *
   * @param value null, a text, a number, a boolean, or a map from names or a collection of these
   */
  public static String of(@Nullable Object value) {
    var out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  private static void write(@Nullable Object value, StringBuilder out) {
    switch (value) {
      case null -> out.append("null");
      case Number number -> out.append(number);
      case Boolean flag -> out.append(flag);
      case Map<?, ?> object -> object(object, out);
      case Collection<?> list -> list(list, out);
      default -> text(value.toString(), out);
    }
  }

  private static void object(Map<?, ?> object, StringBuilder out) {
    String separator = "{";
    for (Map.Entry<?, ?> entry : object.entrySet()) {
      text(String.valueOf(entry.getKey()), out.append(separator));
      write(entry.getValue(), out.append(':'));
      separator = ",";
    }
    out.append(object.isEmpty() ? "{}" : "}");
  }

  private static void list(Collection<?> list, StringBuilder out) {
    out.append('[');
    for (Iterator<?> items = list.iterator(); items.hasNext(); ) {
      write(items.next(), out);
      out.append(items.hasNext() ? "," : "");
    }
    out.append(']');
  }

  private static void text(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append("\\u%04x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
