package ai.stt.app.chat;

import ai.stt.app.chat.FindPassages.Found;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lets an answer through as it is written. Its citations come to count the sources, from 1 in the
 * order in which they are cited; those that were not offered are left out. Only what may yet become
 * a citation, or the word for an answer that is not there, is held back. One thread at a time.
 */
final class Citations {
  private static final String NOT_FOUND = "NOT_FOUND";
  private static final Pattern CITED =
      Pattern.compile("\\s?\\[\\s*(\\d{1,5}(?:\\s*,\\s*\\d{1,5})*)\\s*]");
  private static final Pattern OPEN = Pattern.compile("(?:(?<!\\s)\\s+)?(?:\\[[\\s\\d,]*+)?\\z");

  private final List<Found> offered;
  private final Consumer<String> out;
  private final List<Found> cited = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder held = new StringBuilder();
  private boolean notFound;

  /**
   * A filter.
   *
   * @param offered the passages that may be cited, by their numbers from 1
   * @param out is told what gets through
   */
  Citations(List<Found> offered, Consumer<String> out) {
    this.offered = offered;
    this.out = out;
  }

  void add(String piece) {
    held.append(piece);
    look(false);
  }

  /** The answer is over. */
  void end() {
    look(true);
  }

  /** What got through; blank when the passages do not answer. */
  String text() {
    return notFound ? "" : text.toString();
  }

  /** Those that are cited. */
  List<Found> cited() {
    return notFound ? List.of() : List.copyOf(cited);
  }

  private void look(boolean over) {
    notFound |= held.indexOf(NOT_FOUND) >= 0;
    if (notFound) {
      held.setLength(0);
      return;
    }
    int end = over ? held.length() : decided();
    String said =
        CITED
            .matcher(held.substring(0, end))
            .replaceAll(match -> Matcher.quoteReplacement(citation(match.group(1))));
    held.delete(0, end);
    String piece = text.isEmpty() ? said.stripLeading() : said;
    piece = over ? piece.stripTrailing() : piece;
    if (!piece.isEmpty()) {
      text.append(piece);
      out.accept(piece);
    }
  }

  /** Up to where nothing that comes can make a citation or the word of what is there. */
  private int decided() {
    int word = Math.min(NOT_FOUND.length() - 1, held.length());
    while (!held.substring(held.length() - word).equals(NOT_FOUND.substring(0, word))) {
      word--;
    }
    Matcher open = OPEN.matcher(held);
    return Math.min(held.length() - word, open.find() ? open.start() : held.length());
  }

  private String citation(String numbers) {
    var found = new StringBuilder();
    for (String number : numbers.split("\\s*,\\s*")) {
      int place = Integer.parseInt(number.strip()) - 1;
      if (place >= 0 && place < offered.size()) {
        if (!cited.contains(offered.get(place))) {
          cited.add(offered.get(place));
        }
        found.append(" [").append(cited.indexOf(offered.get(place)) + 1).append(']');
      }
    }
    return found.toString();
  }
}
