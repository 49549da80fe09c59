package ai.stt.model.whisper;

import ai.stt.plugin.engine.WhisperToken;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Joins tokens to words: at the spaces, or, in languages that write none, at the tokens, as {@code
 * split_to_word_tokens} of openai/whisper does. Punctuation goes with the word before it.
 */
final class Words {
  private static final Set<String> WITHOUT_SPACES = Set.of("zh", "ja", "th", "lo", "my", "yue");
  private static final double LEAST_PROBABILITY = 1e-6;
  private static final String SPOKEN_SIGNS = "&%#@";

  private final boolean spaces;
  private final List<TimedWord> words = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private long startMs;
  private long endMs;
  private double logSum;
  private int pieces;

  private Words(String language) {
    this.spaces = !WITHOUT_SPACES.contains(language);
  }

  /**
   * The words of a segment.
   *
   * @param tokens whose start and end are taken as they are
   */
  static List<TimedWord> of(List<WhisperToken> tokens, String language) {
    var words = new Words(language);
    for (List<WhisperToken> character : wholeCharacters(tokens)) {
      words.add(character);
    }
    words.finish();
    return words.words;
  }

  /** The text of tokens, without the space around it and without broken characters. */
  static String text(List<WhisperToken> tokens) {
    var bytes = new ByteArrayOutputStream();
    tokens.forEach(token -> bytes.writeBytes(token.utf8()));
    return bytes.toString(StandardCharsets.UTF_8).replace("\uFFFD", "").strip();
  }

  /** The mean of the tokens' probabilities, as of factors. */
  static double confidence(List<WhisperToken> tokens) {
    double sum = tokens.stream().mapToDouble(Words::logProbability).sum();
    return tokens.isEmpty() ? 0 : unit(Math.exp(sum / tokens.size()));
  }

  private static double logProbability(WhisperToken token) {
    double probability = token.probability();
    return Math.log(probability > LEAST_PROBABILITY ? Math.min(probability, 1) : LEAST_PROBABILITY);
  }

  private static double unit(double value) {
    return Math.clamp(value, 0, 1);
  }

  private void add(List<WhisperToken> tokens) {
    String piece = decode(tokens).replace("\uFFFD", "");
    if (piece.isEmpty()) {
      return;
    }
    if (startsWord(piece)) {
      finish();
      startMs = tokens.getFirst().startMs();
    }
    if (!text.isEmpty() || !piece.isBlank()) {
      text.append(piece);
    }
    if (piece.codePoints().anyMatch(Words::isSpoken)) {
      endMs = Math.max(startMs, tokens.getLast().endMs());
      logSum += tokens.stream().mapToDouble(Words::logProbability).sum();
      pieces += tokens.size();
    }
  }

  private boolean startsWord(String piece) {
    if (text.isEmpty() || Character.isWhitespace(piece.codePointAt(0))) {
      return true;
    }
    int first = piece.codePointAt(0);
    return !spaces
        && isSpoken(first)
        && !(isLatin(first) && isLatin(text.codePointBefore(text.length())));
  }

  private void finish() {
    String word = text.toString().strip();
    if (pieces > 0) {
      words.add(new TimedWord(word, startMs, endMs, unit(Math.exp(logSum / pieces))));
    }
    text.setLength(0);
    logSum = 0;
    pieces = 0;
  }

  private static boolean isSpoken(int character) {
    int type = Character.getType(character);
    return Character.isLetterOrDigit(character)
        || type == Character.CURRENCY_SYMBOL
        || type == Character.MATH_SYMBOL
        || SPOKEN_SIGNS.indexOf(character) >= 0;
  }

  private static boolean isLatin(int character) {
    return Character.isLetterOrDigit(character)
        && Character.UnicodeScript.of(character) != Character.UnicodeScript.HAN
        && character < 0x0250;
  }

  private static String decode(List<WhisperToken> tokens) {
    var bytes = new ByteArrayOutputStream();
    tokens.forEach(token -> bytes.writeBytes(token.utf8()));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** Groups tokens such that no group ends inside of a character. */
  private static List<List<WhisperToken>> wholeCharacters(List<WhisperToken> tokens) {
    List<List<WhisperToken>> groups = new ArrayList<>();
    List<WhisperToken> group = new ArrayList<>();
    for (WhisperToken token : tokens) {
      group.add(token);
      if (!endsInsideCharacter(group)) {
        groups.add(group);
        group = new ArrayList<>();
      }
    }
    if (!group.isEmpty()) {
      groups.add(group);
    }
    return groups;
  }

  private static boolean endsInsideCharacter(List<WhisperToken> group) {
    var bytes = new ByteArrayOutputStream();
    group.forEach(token -> bytes.writeBytes(token.utf8()));
    byte[] all = bytes.toByteArray();
    for (int back = 1; back <= Math.min(3, all.length); back++) {
      int value = all[all.length - back] & 0xFF;
      if (value >= 0xC0) {
        int length = value >= 0xF0 ? 4 : value >= 0xE0 ? 3 : 2;
        return length > back;
      }
      if (value < 0x80) {
        return false;
      }
    }
    return false;
  }
}
