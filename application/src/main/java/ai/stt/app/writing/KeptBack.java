package ai.stt.app.writing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Lets an answer through except for what it repeats of the instructions: it ends before the first
 * eight words that stand there and not in the material. Of scripts without spaces two letters count
 * as a word. So the last words are held back until more have come. One thread at a time.
 */
final class KeptBack {
  /** Eight words, in halves. */
  private static final int LONG = 16;

  private static final String SPACELESS =
      "\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}\\p{IsThai}\\p{IsLao}\\p{IsKhmer}\\p{IsMyanmar}";
  private static final Pattern WORD =
      Pattern.compile("[%s]|[\\p{L}\\p{N}&&[^%s]]+".formatted(SPACELESS, SPACELESS));
  private static final Pattern LETTER = Pattern.compile("[%s]".formatted(SPACELESS));

  private final Set<String> secret;
  private final Consumer<String> out;
  private final StringBuilder text = new StringBuilder();
  private final LastWords last = new LastWords();
  private int read;
  private int told;
  private boolean leaked;

  /**
   * A filter.
   *
   * @param instructions what is not to be repeated
   * @param material what may be repeated, whatever it says
   */
  KeptBack(List<String> instructions, String material, Consumer<String> out) {
    this.secret = secret(instructions, material);
    this.out = out;
  }

  private static Set<String> secret(List<String> instructions, String material) {
    Set<String> secret = new HashSet<>();
    instructions.forEach(text -> addRuns(text, secret));
    if (!secret.isEmpty()) {
      Set<String> free = new HashSet<>();
      addRuns(material, free);
      secret.removeAll(free);
    }
    return secret;
  }

  private static void addRuns(String text, Set<String> runs) {
    var words = new LastWords();
    WORD.matcher(text).results().forEach(word -> words.add(word).ifPresent(runs::add));
  }

  /** The fewest last words that are long enough, when so many have come. */
  private static final class LastWords {
    private final Deque<MatchResult> words = new ArrayDeque<>();
    private int length;

    /** Adds a word; the run that it ends. */
    Optional<String> add(MatchResult word) {
      words.add(word);
      length += length(word);
      while (length - length(words.getFirst()) >= LONG) {
        length -= length(words.removeFirst());
      }
      return length < LONG ? Optional.empty() : Optional.of(run());
    }

    private static int length(MatchResult word) {
      return LETTER.matcher(word.group()).matches() ? 1 : 2;
    }

    private String run() {
      return words.stream()
          .map(word -> word.group().toLowerCase(Locale.ROOT))
          .collect(Collectors.joining(" "));
    }

    /** Where they begin. */
    int start() {
      return words.getFirst().start();
    }
  }

  /**
   * Values without those that repeat, alone or one behind the other, what is not to be repeated;
   * these become empty.
   */
  static List<String> values(List<String> instructions, String material, List<String> values) {
    Set<String> secret = secret(instructions, material);
    List<String> kept = new ArrayList<>(values);
    String all = String.join("\n", values);
    int[] starts = new int[values.size()];
    for (int i = 1; i < starts.length; i++) {
      starts[i] = starts[i - 1] + values.get(i - 1).length() + 1;
    }
    var words = new LastWords();
    Matcher matcher = WORD.matcher(all);
    while (matcher.find()) {
      if (words.add(matcher.toMatchResult()).filter(secret::contains).isPresent()) {
        for (int i = 0; i < starts.length; i++) {
          boolean behind = starts[i] + values.get(i).length() <= words.start();
          if (!behind && starts[i] < matcher.end()) {
            kept.set(i, "");
          }
        }
      }
    }
    return kept;
  }

  void add(String piece) {
    if (leaked) {
      return;
    }
    text.append(piece);
    look(false);
  }

  /** The answer is over; what is left of it. */
  String end() {
    if (!leaked) {
      look(true);
    }
    tell(text.length());
    return text.toString();
  }

  private void look(boolean over) {
    var words = WORD.matcher(text);
    while (!leaked && words.find(read) && (over || words.end() < text.length())) {
      read = words.end();
      Optional<String> run = last.add(words.toMatchResult());
      if (run.filter(secret::contains).isPresent()) {
        leaked = true;
        text.setLength(last.start());
        return;
      }
    }
    if (read > 0) {
      tell(last.start());
    }
  }

  private void tell(int end) {
    if (end > told) {
      String piece = text.substring(told, end);
      told = end;
      out.accept(piece);
    }
  }
}
