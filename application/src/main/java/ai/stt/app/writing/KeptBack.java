package ai.stt.app.writing;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Lets an answer through except for what it repeats of the instructions: it ends before the first
 * eight words that stand there and not in the material. So the last words are held back until more
 * have come. One thread at a time.
 */
final class KeptBack {
  private static final int WORDS = 8;
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");

  private final Set<String> secret;
  private final Consumer<String> out;
  private final StringBuilder text = new StringBuilder();
  private final Deque<MatchResult> last = new ArrayDeque<>();
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
    this.secret = new HashSet<>();
    instructions.forEach(text -> addRuns(text, secret));
    if (!secret.isEmpty()) {
      Set<String> free = new HashSet<>();
      addRuns(material, free);
      secret.removeAll(free);
    }
    this.out = out;
  }

  private static void addRuns(String text, Set<String> runs) {
    Deque<String> words = new ArrayDeque<>();
    WORD.matcher(text)
        .results()
        .forEach(
            word -> {
              words.add(lower(word.group()));
              if (words.size() > WORDS) {
                words.removeFirst();
              }
              if (words.size() == WORDS) {
                runs.add(String.join(" ", words));
              }
            });
  }

  private static String lower(String word) {
    return word.toLowerCase(Locale.ROOT);
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
      last.add(words.toMatchResult());
      if (last.size() > WORDS) {
        last.removeFirst();
      }
      if (last.size() == WORDS && secret.contains(run())) {
        leaked = true;
        text.setLength(last.getFirst().start());
        return;
      }
    }
    if (last.size() == WORDS) {
      tell(last.stream().skip(1).findFirst().orElseThrow().start());
    }
  }

  private String run() {
    return String.join(" ", last.stream().map(word -> lower(word.group())).toList());
  }

  private void tell(int end) {
    if (end > told) {
      String piece = text.substring(told, end);
      told = end;
      out.accept(piece);
    }
  }
}
