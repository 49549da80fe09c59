package ai.stt.app.writing;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A model's answer in JSON (RFC 8259). It is read as far as it goes: of an answer that was cut off,
 * what was complete counts. A value that is missing or of another kind is empty, 0 or false.
 */
public final class AnswerJson {
  private static final int DEEPEST = 8;
  private static final AnswerJson NOTHING = new AnswerJson(null);

  private final @Nullable Object value;

  private AnswerJson(@Nullable Object value) {
    this.value = value;
  }

  /** Reads an answer; empty when it does not begin as JSON does. */
  public static Optional<AnswerJson> read(String text) {
    var reader = new Reader(text);
    try {
      Object value = reader.value(0);
      return value == null ? Optional.empty() : Optional.of(new AnswerJson(value));
    } catch (CutOffException e) {
      return Optional.ofNullable(e.sofar).map(AnswerJson::new);
    }
  }

  /**
   * The same with other texts.
   *
   * @param change makes of all texts, in their order, as many others
   */
  AnswerJson withTexts(UnaryOperator<List<String>> change) {
    List<String> texts = new ArrayList<>();
    walk(value, texts::add);
    Iterator<String> changed = change.apply(texts).iterator();
    return new AnswerJson(copy(value, changed));
  }

  private static void walk(@Nullable Object value, Consumer<String> texts) {
    switch (value) {
      case Map<?, ?> map -> map.values().forEach(each -> walk(each, texts));
      case List<?> list -> list.forEach(each -> walk(each, texts));
      case String text -> texts.accept(text);
      case null, default -> {}
    }
  }

  private static @Nullable Object copy(@Nullable Object value, Iterator<String> texts) {
    return switch (value) {
      case Map<?, ?> map -> {
        Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((name, each) -> copy.put(name, copy(each, texts)));
        yield copy;
      }
      case List<?> list -> {
        List<@Nullable Object> copy = new ArrayList<>();
        list.forEach(each -> copy.add(copy(each, texts)));
        yield copy;
      }
      case String _ -> texts.next();
      case null, default -> value;
    };
  }

  /** A field. */
  public AnswerJson get(String field) {
    return value instanceof Map<?, ?> map && map.get(field) != null
        ? new AnswerJson(map.get(field))
        : NOTHING;
  }

  /** The items of a list. */
  public List<AnswerJson> items() {
    return value instanceof List<?> list
        ? list.stream().map(item -> new AnswerJson(item)).toList()
        : List.of();
  }

  /** A text without spaces around it. */
  public String text() {
    return value instanceof String text ? text.strip() : "";
  }

  /** A text that says something, or null. */
  public @Nullable String textOrNull() {
    String text = text();
    return text.isEmpty() ? null : text;
  }

  /** A number. */
  public double number() {
    return value instanceof Double number ? number : 0;
  }

  /** Whether it is true. */
  public boolean flag() {
    return value instanceof Boolean flag && flag;
  }

  /** The text ends, or is no JSON from here on. */
  private static final class CutOffException extends Exception {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // never serialised
    final @Nullable Object sofar;

    CutOffException(@Nullable Object sofar) {
      super(null, null, false, false);
      this.sofar = sofar;
    }
  }

  private static final class Reader {
    private final String text;
    private int at;

    Reader(String text) {
      this.text = text;
    }

    @Nullable Object value(int depth) throws CutOffException {
      space();
      if (at >= text.length() || depth > DEEPEST) {
        throw new CutOffException(null);
      }
      return switch (text.charAt(at)) {
        case '{' -> object(depth);
        case '[' -> list(depth);
        case '"' -> string();
        case 't' -> word("true", true);
        case 'f' -> word("false", false);
        case 'n' -> word("null", null);
        default -> number();
      };
    }

    private Map<String, @Nullable Object> object(int depth) throws CutOffException {
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      String name = "";
      at++;
      try {
        if (!ends('}')) {
          do {
            space();
            name = string();
            expect(':');
            object.put(name, value(depth + 1));
          } while (goesOn('}'));
        }
        return object;
      } catch (CutOffException e) {
        if (depth > 0) {
          throw new CutOffException(null); // an item that lacks fields is as good as none
        }
        if (e.sofar != null) {
          object.put(name, e.sofar);
        }
        throw new CutOffException(object);
      }
    }

    private List<@Nullable Object> list(int depth) throws CutOffException {
      List<@Nullable Object> list = new ArrayList<>();
      at++;
      try {
        if (!ends(']')) {
          do {
            list.add(value(depth + 1));
          } while (goesOn(']'));
        }
        return list;
      } catch (CutOffException e) {
        throw new CutOffException(list);
      }
    }

    private String string() throws CutOffException {
      expect('"');
      var string = new StringBuilder();
      while (at < text.length() && text.charAt(at) != '"') {
        char c = text.charAt(at++);
        string.append(c == '\\' ? escaped() : c);
      }
      expect('"');
      return string.toString();
    }

    private char escaped() throws CutOffException {
      if (at >= text.length()) {
        throw new CutOffException(null);
      }
      char c = text.charAt(at++);
      return switch (c) {
        case 'n' -> '\n';
        case 't' -> '\t';
        case 'r' -> '\r';
        case 'b' -> '\b';
        case 'f' -> '\f';
        case 'u' -> unicode();
        default -> c;
      };
    }

    private char unicode() throws CutOffException {
      if (at + 4 > text.length()) {
        throw new CutOffException(null);
      }
      String digits = text.substring(at, at + 4);
      at += 4;
      try {
        return (char) Integer.parseInt(digits, 16);
      } catch (NumberFormatException e) {
        return '\uFFFD';
      }
    }

    private Double number() throws CutOffException {
      int start = at;
      while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
        at++;
      }
      try {
        return Double.valueOf(text.substring(start, at));
      } catch (NumberFormatException e) {
        throw new CutOffException(null);
      }
    }

    private @Nullable Object word(String word, @Nullable Object meaning) throws CutOffException {
      if (!text.startsWith(word, at)) {
        throw new CutOffException(null);
      }
      at += word.length();
      return meaning;
    }

    private boolean ends(char end) {
      space();
      boolean ends = at < text.length() && text.charAt(at) == end;
      at += ends ? 1 : 0;
      return ends;
    }

    private boolean goesOn(char end) throws CutOffException {
      if (ends(end)) {
        return false;
      }
      expect(',');
      return true;
    }

    private void expect(char wanted) throws CutOffException {
      space();
      if (at >= text.length() || text.charAt(at) != wanted) {
        throw new CutOffException(null);
      }
      at++;
    }

    private void space() {
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
    }
  }
}
