package ai.stt.model.gliner;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value of a JSON text (RFC 8259).
 *
 * @param value a map of names to values, a list of values, a text, a number, a truth value, or null
 *     for null and for what is not there
 */
record Json(@Nullable Object value) {
  private static final Json NOTHING = new Json(null);
  private static final int DEEPEST = 100;

  /**
   * Reads a text.
   *
   * @throws IllegalArgumentException when it is not JSON
   */
  static Json parse(String text) {
    var reader = new Reader(text);
    Json value = reader.value(0);
    reader.expectEnd();
    return value;
  }

  boolean isMissing() {
    return value == null;
  }

  /** The value with a name; missing when there is none. */
  Json get(String name) {
    return value instanceof Map<?, ?> map && map.get(name) instanceof Json found ? found : NOTHING;
  }

  /** The values of a list; none when it is missing. */
  List<Json> items() {
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof List<?> list)) {
      throw new IllegalArgumentException("a list is expected in place of " + kind());
    }
    List<Json> items = new ArrayList<>(list.size());
    for (Object item : list) {
      items.add((Json) item);
    }
    return items;
  }

  String text() {
    if (value instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("a text is expected in place of " + kind());
  }

  String text(String otherwise) {
    return value == null ? otherwise : text();
  }

  double number() {
    if (value instanceof Double number) {
      return number;
    }
    throw new IllegalArgumentException("a number is expected in place of " + kind());
  }

  int whole(int otherwise) {
    return value == null ? otherwise : (int) number();
  }

  boolean truth(boolean otherwise) {
    return value instanceof Boolean truth ? truth : otherwise;
  }

  private String kind() {
    return value == null ? "nothing" : value.getClass().getSimpleName();
  }

  /** Goes through a text once. */
  private static final class Reader {
    private final String text;
    private int at;

    Reader(String text) {
      this.text = text;
    }

    Json value(int depth) {
      if (depth > DEEPEST) {
        throw broken();
      }
      return switch (peek()) {
        case '{' -> object(depth);
        case '[' -> list(depth);
        case '"' -> new Json(string());
        case 't' -> word("true", true);
        case 'f' -> word("false", false);
        case 'n' -> word("null", null);
        default -> number();
      };
    }

    void expectEnd() {
      if (peek() != 0) {
        throw broken();
      }
    }

    private Json object(int depth) {
      Map<String, Json> fields = new LinkedHashMap<>();
      at++;
      while (peek() != '}') {
        String name = string();
        expect(':');
        fields.put(name, value(depth + 1));
        if (peek() != '}') {
          expect(',');
        }
      }
      at++;
      return new Json(fields);
    }

    private Json list(int depth) {
      List<Json> items = new ArrayList<>();
      at++;
      while (peek() != ']') {
        items.add(value(depth + 1));
        if (peek() != ']') {
          expect(',');
        }
      }
      at++;
      return new Json(items);
    }

    private Json word(String word, @Nullable Object meaning) {
      if (!text.startsWith(word, at)) {
        throw broken();
      }
      at += word.length();
      return new Json(meaning);
    }

    private Json number() {
      int from = at;
      while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
        at++;
      }
      try {
        return new Json(Double.valueOf(text.substring(from, at)));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("no number at character " + from, e);
      }
    }

    private String string() {
      expect('"');
      int plain = at;
      while (plain < text.length() && text.charAt(plain) != '"' && text.charAt(plain) != '\\') {
        plain++;
      }
      var string = new StringBuilder().append(text, at, plain);
      at = plain;
      for (char c = next(); c != '"'; c = next()) {
        string.append(c == '\\' ? escaped(next()) : c);
      }
      return string.toString();
    }

    private char escaped(char c) {
      return switch (c) {
        case 'b' -> '\b';
        case 'f' -> '\f';
        case 'n' -> '\n';
        case 'r' -> '\r';
        case 't' -> '\t';
        case 'u' -> unicode();
        default -> c;
      };
    }

    private char unicode() {
      if (text.length() - at < 4) {
        throw broken();
      }
      at += 4;
      return (char) Integer.parseInt(text, at - 4, at, 16);
    }

    private char next() {
      if (at == text.length()) {
        throw broken();
      }
      return text.charAt(at++);
    }

    /** The next character that is no space; 0 at the end. */
    private char peek() {
      while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
        at++;
      }
      return at < text.length() ? text.charAt(at) : 0;
    }

    private void expect(char c) {
      if (peek() != c) {
        throw broken();
      }
      at++;
    }

    private IllegalArgumentException broken() {
      return new IllegalArgumentException("what they carry is no JSON at character " + at);
    }
  }
}
