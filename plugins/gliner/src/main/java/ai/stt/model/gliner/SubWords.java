package ai.stt.model.gliner;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * A tokenizer of a {@code tokenizer.json} with SentencePiece's unigram pieces, as DeBERTa v2 and v3
 * have it, for words that are given one by one. Thread-safe.
 */
final class SubWords {
  static final String FILE = "tokenizer.json";

  /** UTF-16 code units of a word that count; nobody's name is longer. */
  static final int LONGEST_WORD = 200;

  private static final String SPACE = "\u2581";

  /** Patterns that mean the same here and in the tokenizers' own language. */
  private static final Set<String> KNOWN_PATTERNS = Set.of(" {2,}", "\\s{2,}|[\\n\\r\\t]");

  private final List<UnaryOperator<String>> normalization = new ArrayList<>();
  private final Map<String, Integer> added = new HashMap<>();
  private final List<Integer> before = new ArrayList<>();
  private final List<Integer> behind = new ArrayList<>();
  private final Unigram unigram;

  private SubWords(Json file) {
    Json model = file.get("model");
    String type = model.get("type").text("?");
    if (!type.equals("Unigram") || model.get("byte_fallback").truth(false)) {
      throw new IllegalArgumentException(
          "its tokenizer is of the sort '%s', and only Unigram can run here".formatted(type));
    }
    unigram = new Unigram(model.get("vocab").items(), model.get("unk_id").whole(-1));
    for (Json token : file.get("added_tokens").items()) {
      added.put(token.get("content").text(), (int) token.get("id").number());
    }
    normalize(file.get("normalizer"));
    expectMetaspace(file.get("pre_tokenizer"));
    around(file.get("post_processor"));
  }

  /**
   * The tokenizer of a file.
   *
   * @throws IllegalArgumentException when it has a part that cannot run here; the message says
   *     which
   */
  static SubWords of(Json file) {
    return new SubWords(file);
  }

  /** The numbers of a word's pieces; none when it is made of what the model never sees. */
  int[] of(String word) {
    Integer special = added.get(word);
    if (special != null) {
      return new int[] {special};
    }
    String normal = withoutHalves(shortened(word));
    for (UnaryOperator<String> step : normalization) {
      normal = step.apply(normal);
    }
    if (normal.isEmpty()) {
      return new int[0];
    }
    String marked = normal.replace(" ", SPACE);
    String begun = marked.startsWith(SPACE) ? marked : SPACE + marked;
    IntStream pieces = IntStream.empty();
    for (String part : begun.split("(?=" + SPACE + ")", -1)) {
      pieces = IntStream.concat(pieces, IntStream.of(unigram.of(part)));
    }
    return pieces.toArray();
  }

  /** The number of a mark that there has to be. */
  int mark(String content) {
    Integer id = added.get(content);
    if (id == null) {
      throw new IllegalArgumentException("its tokenizer does not know " + content);
    }
    return id;
  }

  /** The numbers that stand before every text. */
  List<Integer> before() {
    return before;
  }

  /** The numbers that stand behind every text. */
  List<Integer> behind() {
    return behind;
  }

  private static String shortened(String word) {
    if (word.length() <= LONGEST_WORD) {
      return word;
    }
    boolean half = Character.isHighSurrogate(word.charAt(LONGEST_WORD - 1));
    return word.substring(0, half ? LONGEST_WORD - 1 : LONGEST_WORD);
  }

  private static String withoutHalves(String word) {
    return word.codePoints().allMatch(SubWords::isWhole)
        ? word
        : word.codePoints()
            .map(codePoint -> isWhole(codePoint) ? codePoint : 0xfffd)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
  }

  private static boolean isWhole(int codePoint) {
    return codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE;
  }

  private void normalize(Json step) {
    if (step.isMissing()) {
      return;
    }
    String type = step.get("type").text();
    switch (type) {
      case "Sequence" -> step.get("normalizers").items().forEach(this::normalize);
      case "Precompiled" ->
          normalization.add(CharacterMap.of(step.get("precompiled_charsmap").text())::apply);
      case "Strip" -> normalization.add(strip(step));
      case "Replace" -> normalization.add(replace(step));
      case "Lowercase" -> normalization.add(text -> text.toLowerCase(Locale.ROOT));
      case "NFC" -> normalization.add(text -> Normalizer.normalize(text, Normalizer.Form.NFC));
      case "NFKC" -> normalization.add(text -> Normalizer.normalize(text, Normalizer.Form.NFKC));
      default ->
          throw new IllegalArgumentException("its tokenizer normalizes by '%s'".formatted(type));
    }
  }

  private static UnaryOperator<String> strip(Json step) {
    boolean left = step.get("strip_left").truth(true);
    boolean right = step.get("strip_right").truth(true);
    return text -> {
      String begun = left ? text.stripLeading() : text;
      return right ? begun.stripTrailing() : begun;
    };
  }

  private static UnaryOperator<String> replace(Json step) {
    String pattern = step.get("pattern").get("Regex").text("?");
    if (!KNOWN_PATTERNS.contains(pattern)) {
      throw new IllegalArgumentException("its tokenizer replaces what is not known here");
    }
    String by = step.get("content").text();
    return text -> text.replaceAll(pattern, by);
  }

  private static void expectMetaspace(Json cut) {
    List<Json> parts = cut.get("pretokenizers").items();
    Json only = parts.size() == 1 ? parts.getFirst() : cut;
    boolean known =
        only.get("type").text("?").equals("Metaspace")
            && only.get("replacement").text(SPACE).equals(SPACE)
            && !only.get("prepend_scheme").text("always").equals("never")
            && only.get("add_prefix_space").truth(true)
            && only.get("split").truth(true);
    if (!known) {
      throw new IllegalArgumentException("its tokenizer marks spaces in a way not known here");
    }
  }

  private void around(Json template) {
    List<Integer> side = before;
    for (Json part : template.get("single").items()) {
      if (!part.get("Sequence").isMissing()) {
        side = behind;
      } else {
        String name = part.get("SpecialToken").get("id").text();
        for (Json id : template.get("special_tokens").get(name).get("ids").items()) {
          side.add((int) id.number());
        }
      }
    }
  }
}
