package ai.stt.model.qwen;

import ai.stt.plugin.generation.JsonShape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes the grammar of a JSON shape in GBNF, the notation of llama.cpp ({@code
 * grammars/README.md}). No space stands where JSON needs none, so that none can go on for ever.
 */
final class Gbnf {
  private static final String CHARACTER =
      "character ::= [^\"\\\\\\x00-\\x1F\\x7F] | \"\\\\\" ([\"\\\\/bfnrt] | \"u\" [0-9a-fA-F]{4})";

  /** Rules by their names; the names of shapes that are there already. */
  private final Map<JsonShape, String> names = new LinkedHashMap<>();

  private final List<String> rules = new ArrayList<>();

  private Gbnf() {}

  /** The grammar whose rule {@code root} is the shape. */
  static String of(JsonShape shape) {
    var grammar = new Gbnf();
    String root = grammar.name(shape);
    return "root ::= %s\n%s\n%s\n".formatted(root, String.join("\n", grammar.rules), CHARACTER);
  }

  private String name(JsonShape shape) {
    String known = names.get(shape);
    if (known != null) {
      return known;
    }
    String body = body(shape);
    String name = "r" + names.size();
    names.put(shape, name);
    rules.add(name + " ::= " + body);
    return name;
  }

  private String body(JsonShape shape) {
    return switch (shape) {
      case JsonShape.Text(int longest) -> text(longest);
      case JsonShape.MaybeText(int longest) -> "\"null\" | " + text(longest);
      case JsonShape.Share() -> "\"0.\" [0-9] [0-9]? | \"0\" | \"1\"";
      case JsonShape.Whole(int digits) -> "\"0\" | [1-9] [0-9]{0,%d}".formatted(digits - 1);
      case JsonShape.Flag() -> "\"true\" | \"false\"";
      case JsonShape.OneOf(List<String> words) ->
          words.stream().map(word -> quoted("\"" + word + "\"")).collect(Collectors.joining(" | "));
      case JsonShape.ListOf list -> list(list);
      case JsonShape.Fields(Map<String, JsonShape> fields) ->
          fields.entrySet().stream()
              .map(field -> quoted("\"" + field.getKey() + "\":") + " " + name(field.getValue()))
              .collect(Collectors.joining(" \",\" ", "\"{\" ", " \"}\""));
    };
  }

  private static String text(int longest) {
    return "\"\\\"\" character{0,%d} \"\\\"\"".formatted(longest);
  }

  private String list(JsonShape.ListOf list) {
    String item = name(list.item());
    String more =
        "(\",\" %s){%d,%d}".formatted(item, Math.max(0, list.fewest() - 1), list.most() - 1);
    String some = "\"[\" %s %s \"]\"".formatted(item, more);
    return list.fewest() == 0 ? "\"[]\" | " + some : some;
  }

  /** A text that stands for itself. */
  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
