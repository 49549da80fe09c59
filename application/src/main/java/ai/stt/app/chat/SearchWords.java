package ai.stt.app.chat;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The words by which passages are found: small, without accents; pairs where there are no spaces.
 */
final class SearchWords {
  /** Words that make a question and say nothing of its subject. */
  private static final Set<String> EMPTY =
      Set.copyOf(
          new HashSet<>(
              List.of(
                  ("the and for are was were what when where which who whom whose why how does did has"
                          + " have had this that these those there their they them with about from into will"
                          + " would should could can you your our his her its say said says tell talk talked"
                          + " discuss discussed mention mentioned anything something any some speaker"
                          + " transcript meeting please not but all que quien cual como cuando donde por para"
                          + " los las una del con sobre quoi comment pourquoi quand les des est dans sur pour"
                          + " avec qui wer wie wann warum der die das und ist ein eine mit von den dem hat"
                          + " uber fur che chi cosa dove quando perche gli della что кто как когда где почему"
                          + " это или для про")
                      .split(" "))));

  private static final Pattern ACCENTS = Pattern.compile("\\p{Mn}+");

  private SearchWords() {}

  static List<String> of(String text) {
    String bare = bare(text);
    List<String> words = new ArrayList<>();
    var word = new StringBuilder();
    for (int at = 0; at < bare.length(); ) {
      int c = bare.codePointAt(at);
      at += Character.charCount(c);
      if (isDense(c)) {
        end(word, words);
        if (at < bare.length() && isDense(bare.codePointAt(at))) {
          words.add(Character.toString(c) + Character.toString(bare.codePointAt(at)));
        }
      } else if (Character.isLetterOrDigit(c)) {
        word.appendCodePoint(c);
      } else {
        end(word, words);
      }
    }
    end(word, words);
    return words;
  }

  /** Small and without accents; most texts have none. */
  private static String bare(String text) {
    boolean plain = text.chars().allMatch(c -> c < 0x80);
    String bare =
        plain
            ? text
            : ACCENTS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll("");
    return bare.toLowerCase(Locale.ROOT);
  }

  /** Whether finding the word finds the subject. */
  static boolean tells(String word) {
    boolean dense = isDense(word.codePointAt(0));
    return !EMPTY.contains(word) && (dense || word.length() > 2);
  }

  private static void end(StringBuilder word, List<String> words) {
    if (!word.isEmpty()) {
      words.add(word.toString());
      word.setLength(0);
    }
  }

  private static boolean isDense(int c) {
    if (c < 0x2e80 || !Character.isLetter(c)) {
      return false;
    }
    UnicodeScript script = UnicodeScript.of(c);
    return script == UnicodeScript.HAN
        || script == UnicodeScript.HIRAGANA
        || script == UnicodeScript.KATAKANA;
  }
}
