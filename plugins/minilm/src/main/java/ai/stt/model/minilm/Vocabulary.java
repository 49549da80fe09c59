package ai.stt.model.minilm;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The 30,522 pieces of bert-base-uncased; a piece's line is its number. */
final class Vocabulary {
  /** Put in front of a piece that goes on a word. */
  static final String INSIDE = "##";

  private final Map<String, Integer> numbers;
  private final int longest;

  private Vocabulary(Map<String, Integer> numbers) {
    this.numbers = numbers;
    this.longest = numbers.keySet().stream().mapToInt(String::length).max().orElse(0);
  }

  static Vocabulary read() throws IOException {
    Map<String, Integer> numbers = new HashMap<>(1 << 16);
    try (InputStream in =
            Objects.requireNonNull(Vocabulary.class.getResourceAsStream("vocabulary.txt"));
        var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        numbers.put(line, numbers.size());
      }
    }
    return new Vocabulary(numbers);
  }

  /** The number of a piece that there has to be, such as {@code [CLS]}. */
  int require(String piece) {
    return Objects.requireNonNull(numbers.get(piece), piece);
  }

  /** The number of a piece, or null when it is none. */
  @Nullable Integer find(String piece) {
    return piece.length() > longest ? null : numbers.get(piece);
  }

  /** No piece has more UTF-16 code units. */
  int longest() {
    return longest;
  }
}
