package ai.stt.model.minilm;

import java.text.Normalizer;
import java.util.Arrays;

/**
 * Cuts texts into the pieces that the model knows, as the original does (J. Devlin et al., BERT,
 * 2018): clean, in lower case, without accents; words are cut at punctuation and around Chinese
 * characters, then greedily into the longest pieces. Thread-safe.
 */
final class WordPieces {
  /** Pieces of a text that the model takes, the two around it included. */
  static final int MOST = 256;

  /** A longer word is unknown as a whole. */
  private static final int LONGEST_WORD = 100;

  private final Vocabulary vocabulary;
  private final int begin;
  private final int end;
  private final int unknown;

  WordPieces(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
    this.begin = vocabulary.require("[CLS]");
    this.end = vocabulary.require("[SEP]");
    this.unknown = vocabulary.require("[UNK]");
  }

  /** The numbers of a text's pieces, 2 to {@link #MOST}; what comes behind them is left out. */
  int[] of(String text) {
    var pieces = new Pieces();
    pieces.add(begin);
    var word = new StringBuilder();
    for (int at = 0; at < text.length() && !pieces.full(); ) {
      int c = text.codePointAt(at);
      at += Character.charCount(c);
      if (isDropped(c)) {
        continue;
      }
      if (isSpace(c)) {
        cut(word, pieces);
      } else {
        word.appendCodePoint(c);
      }
    }
    cut(word, pieces);
    return pieces.ended();
  }

  /** Ends what stood between two spaces, and empties it. */
  private void cut(StringBuilder between, Pieces pieces) {
    if (between.isEmpty()) {
      return;
    }
    String text = Normalizer.normalize(between, Normalizer.Form.NFD);
    between.setLength(0);
    var word = new StringBuilder();
    for (int at = 0; at < text.length() && !pieces.full(); ) {
      int c = text.codePointAt(at);
      at += Character.charCount(c);
      if (Character.getType(c) == Character.NON_SPACING_MARK) {
        continue;
      }
      int lower = Character.toLowerCase(c);
      if (isPunctuation(lower) || isChinese(lower)) {
        addWord(word, pieces);
        word.appendCodePoint(lower);
        addWord(word, pieces);
      } else {
        word.appendCodePoint(lower);
      }
    }
    addWord(word, pieces);
  }

  /** Adds the pieces of a word, and empties it. */
  private void addWord(StringBuilder letters, Pieces pieces) {
    if (letters.isEmpty()) {
      return;
    }
    String word = letters.toString();
    letters.setLength(0);
    if (word.codePointCount(0, word.length()) > LONGEST_WORD) {
      pieces.add(unknown);
      return;
    }
    int[] found = new int[word.length()];
    int count = 0;
    for (int from = 0; from < word.length(); count++) {
      int to = longestPiece(word, from);
      if (to == from) {
        pieces.add(unknown);
        return;
      }
      found[count] = vocabulary.require(piece(word, from, to));
      from = to;
    }
    for (int i = 0; i < count; i++) {
      pieces.add(found[i]);
    }
  }

  private int longestPiece(String word, int from) {
    int to = Math.min(word.length(), from + vocabulary.longest());
    while (to > from && vocabulary.find(piece(word, from, to)) == null) {
      to--;
    }
    return to;
  }

  private static String piece(String word, int from, int to) {
    String letters = word.substring(from, to);
    return from == 0 ? letters : Vocabulary.INSIDE + letters;
  }

  /** What is neither space nor visible; also what a broken encoding left behind. */
  private static boolean isDropped(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL -> c != '\t' && c != '\n' && c != '\r';
      case Character.FORMAT, Character.PRIVATE_USE, Character.SURROGATE -> true;
      default -> c == 0xfffd;
    };
  }

  private static boolean isSpace(int c) {
    return c == '\t' || c == '\n' || c == '\r' || Character.isSpaceChar(c);
  }

  private static boolean isPunctuation(int c) {
    if (c < 0x80) {
      return c > ' ' && c < 0x7f && !Character.isLetterOrDigit(c);
    }
    return switch (Character.getType(c)) {
      case Character.CONNECTOR_PUNCTUATION,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION ->
          true;
      default -> false;
    };
  }

  /** The blocks that the original tells apart from words; kana and hangul are not among them. */
  private static boolean isChinese(int c) {
    return (c >= 0x4e00 && c <= 0x9fff)
        || (c >= 0x3400 && c <= 0x4dbf)
        || (c >= 0x20000 && c <= 0x2a6df)
        || (c >= 0x2a700 && c <= 0x2b81f)
        || (c >= 0x2b920 && c <= 0x2ceaf)
        || (c >= 0xf900 && c <= 0xfaff)
        || (c >= 0x2f800 && c <= 0x2fa1f);
  }

  /** Numbers of one text, no more than the model takes. */
  private final class Pieces {
    private final int[] numbers = new int[MOST];
    private int size;

    boolean full() {
      return size == MOST - 1;
    }

    void add(int number) {
      if (!full()) {
        numbers[size++] = number;
      }
    }

    int[] ended() {
      numbers[size++] = end;
      return Arrays.copyOf(numbers, size);
    }
  }
}
