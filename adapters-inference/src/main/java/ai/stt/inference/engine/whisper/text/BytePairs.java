package ai.stt.inference.engine.whisper.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text to tokens as tiktoken does it: cut at the pattern of GPT-2, then, in each piece, the two
 * neighbours are joined that make the token of the lowest number, until none do. Thread-safe.
 */
public final class BytePairs {
  private static final Pattern PIECES =
      Pattern.compile(
          "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
          Pattern.UNICODE_CHARACTER_CLASS);

  private static final List<String> SYMBOLS =
      List.of(
          ("\" # ( ) * + / : ; < = > @ [ \\ ] ^ _ ` { | } ~ 「 」 『 』 << >> <<< >>> -- --- -( -[ (' (\""
                  + " (( )) ((( ))) [[ ]] {{ }} ♪♪ ♪♪♪")
              .split(" "));

  private static final List<String> NOTES = List.of("♩", "♪", "♫", "♬", "♭", "♮", "♯");

  private final Map<String, Integer> ranks = new HashMap<>();

  /**
   * An encoder.
   *
   * @param vocabulary the bytes of each token, by its number
   */
  public BytePairs(List<byte[]> vocabulary) {
    for (int i = 0; i < vocabulary.size(); i++) {
      ranks.putIfAbsent(key(vocabulary.get(i)), i);
    }
  }

  /** The tokens of a text. Bytes that the vocabulary lacks are left out. */
  public List<Integer> encode(String text) {
    List<Integer> tokens = new ArrayList<>();
    Matcher pieces = PIECES.matcher(text);
    while (pieces.find()) {
      merge(pieces.group().getBytes(StandardCharsets.UTF_8), tokens);
    }
    return tokens;
  }

  /**
   * Tokens that are never spoken: speaker tags, remarks, notes ({@code non_speech_tokens} of
   * openai/whisper).
   */
  public Set<Integer> unspoken() {
    Set<Integer> unspoken = new HashSet<>();
    firstOf(" -", unspoken, true);
    firstOf(" '", unspoken, true);
    for (String symbol : SYMBOLS) {
      firstOf(symbol, unspoken, false);
      firstOf(" " + symbol, unspoken, false);
    }
    for (String note : NOTES) {
      firstOf(note, unspoken, true);
      firstOf(" " + note, unspoken, true);
    }
    return unspoken;
  }

  private void firstOf(String text, Set<Integer> to, boolean evenIfMore) {
    List<Integer> tokens = encode(text);
    if (!tokens.isEmpty() && (evenIfMore || tokens.size() == 1)) {
      to.add(tokens.getFirst());
    }
  }

  private void merge(byte[] piece, List<Integer> tokens) {
    String bytes = key(piece);
    Integer whole = ranks.get(bytes);
    if (whole != null) {
      tokens.add(whole);
      return;
    }
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < bytes.length(); i++) {
      parts.add(bytes.substring(i, i + 1));
    }
    for (int best = best(parts); best >= 0; best = best(parts)) {
      parts.set(best, parts.get(best) + parts.remove(best + 1));
    }
    for (String part : parts) {
      Integer rank = ranks.get(part);
      if (rank != null) {
        tokens.add(rank);
      }
    }
  }

  private int best(List<String> parts) {
    int best = -1;
    int lowest = Integer.MAX_VALUE;
    for (int i = 0; i + 1 < parts.size(); i++) {
      Integer rank = ranks.get(parts.get(i) + parts.get(i + 1));
      if (rank != null && rank < lowest) {
        lowest = rank;
        best = i;
      }
    }
    return best;
  }

  /** A byte as a character, so that bytes can be looked up. */
  private static String key(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
