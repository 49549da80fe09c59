package ai.stt.model.gliner;

import ai.stt.model.gliner.WordScanner.Place;
import ai.stt.plugin.engine.OnnxTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The words of a text that the model reads at once; moved over the text so that neighbours have
 * words in common. One thread at a time.
 */
final class Window {
  private final String text;
  private final GlinerConfig config;
  private final SubWords subWords;
  private final int[] prompt;
  private final WordScanner scanner;
  private final List<Word> words = new ArrayList<>();
  private @Nullable Word ahead;

  /** A word with its pieces. */
  private record Word(Place place, @SuppressWarnings("ArrayRecordComponent") int[] pieces) {}

  /**
   * A window in front of a text.
   *
   * @param prompt the pieces that every window begins with
   */
  Window(String text, GlinerConfig config, SubWords subWords, int[] prompt) {
    this.text = text;
    this.config = config;
    this.subWords = subWords;
    this.prompt = prompt;
    this.scanner = new WordScanner(text);
    this.ahead = next();
  }

  /** Moves on; false when all words have been in a window. */
  boolean move() {
    if (ahead == null) {
      return false;
    }
    int kept = Math.min(config.overlap(), words.size() / 2);
    words.subList(0, words.size() - kept).clear();
    int pieces = prompt.length + around() + words.stream().mapToInt(w -> w.pieces().length).sum();
    while (ahead != null
        && words.size() < config.maxWords()
        && (words.isEmpty() || pieces + ahead.pieces().length <= config.maxPieces())) {
      words.add(ahead);
      pieces += ahead.pieces().length;
      ahead = next();
    }
    return true;
  }

  int words() {
    return words.size();
  }

  Place place(int word) {
    return words.get(word).place();
  }

  private int around() {
    return subWords.before().size() + subWords.behind().size();
  }

  /** The next word that the model sees anything of. */
  private @Nullable Word next() {
    for (Place place = scanner.next(); place != null; place = scanner.next()) {
      // A longer end would be cut off anyway; so a huge word is not copied.
      int end = Math.min(place.end(), place.start() + SubWords.LONGEST_WORD + 1);
      int[] pieces = subWords.of(text.substring(place.start(), end));
      if (pieces.length > 0) {
        return new Word(place, pieces);
      }
    }
    return null;
  }

  /**
   * What the graph takes: the pieces {@code [1, pieces]} and which of them begins which word (from
   * 1; 0 for none), the number of words {@code [1, 1]}, and every span, from its first to its last
   * word, {@code [1, words * width, 2]}, with whether it ends within the window.
   */
  Map<String, OnnxTensor> inputs() {
    int count = prompt.length + around() + words.stream().mapToInt(w -> w.pieces().length).sum();
    long[] ids = new long[count];
    long[] begins = new long[count];
    long[] ones = new long[count];
    Arrays.fill(ones, 1);
    int at = 0;
    for (int id : subWords.before()) {
      ids[at++] = id;
    }
    for (int id : prompt) {
      ids[at++] = id;
    }
    for (int word = 0; word < words.size(); word++) {
      begins[at] = word + 1L;
      for (int id : words.get(word).pieces()) {
        ids[at++] = id;
      }
    }
    for (int id : subWords.behind()) {
      ids[at++] = id;
    }
    int spans = words.size() * config.maxWidth();
    return Map.of(
        "input_ids", OnnxTensor.of(ids, 1, count),
        "attention_mask", OnnxTensor.of(ones, 1, count),
        "words_mask", OnnxTensor.of(begins, 1, count),
        "text_lengths", OnnxTensor.of(new long[] {words.size()}, 1, 1),
        "span_idx", OnnxTensor.of(spans(), 1, spans, 2),
        "span_mask", OnnxTensor.of(within(), 1, spans));
  }

  private long[] spans() {
    long[] spans = new long[words.size() * config.maxWidth() * 2];
    int at = 0;
    for (long first = 0; first < words.size(); first++) {
      for (int more = 0; more < config.maxWidth(); more++) {
        spans[at++] = first;
        spans[at++] = first + more;
      }
    }
    return spans;
  }

  private long[] within() {
    int width = config.maxWidth();
    long[] within = new long[words.size() * width];
    for (int i = 0; i < within.length; i++) {
      within[i] = i / width + i % width < words.size() ? 1 : 0;
    }
    return within;
  }
}
