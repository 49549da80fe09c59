package ai.stt.app.chat;

import ai.stt.app.chat.FindPassages.Found;
import ai.stt.app.text.GenerateContent;
import ai.stt.app.writing.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An answer that a language model writes from passages. It cites them by number; what it cites and
 * was not offered is taken out.
 *
 * @param text with citations that count the sources from 1; blank when the passages do not answer
 * @param sources those that are cited, in the order in which they are
 */
record WrittenAnswer(String text, List<Found> sources) {
  private static final int TOKENS = 400;
  private static final int REMEMBERED = 2;
  private static final String NOT_FOUND = "NOT_FOUND";
  private static final Pattern CITED =
      Pattern.compile("\\s?\\[\\s*(\\d{1,5}(?:\\s*,\\s*\\d{1,5})*)\\s*]");

  /**
   * Has the answer written. When the model has room for all passages it is given all, in their
   * order, so that it need not read them again for the next question.
   *
   * @param all passages of the transcript, in order, each with its score
   * @param found those that speak of it, the best first
   */
  static WrittenAnswer of(
      Writer writer, List<Found> all, List<Found> found, String question, List<Exchange> before)
      throws InterruptedException {
    String whole = material(all);
    boolean fits = writer.tokens(whole) <= writer.room(TOKENS);
    List<Found> offered = fits ? all : found;
    Map<String, String> blanks = Map.of("question", question, "before", before(before));
    String text = writer.write("answer", blanks, fits ? whole : material(found), TOKENS, true);
    return checked(text, offered, found);
  }

  private static String material(List<Found> passages) {
    return IntStream.range(0, passages.size())
        .mapToObj(i -> "[%d] %s".formatted(i + 1, line(passages.get(i).passage())))
        .collect(Collectors.joining("\n"));
  }

  private static String line(Passage passage) {
    String speaker = passage.speaker() == null ? "" : passage.speaker() + ": ";
    return GenerateContent.clock(passage.start()) + " " + speaker + passage.text();
  }

  private static String before(List<Exchange> exchanges) {
    return exchanges.subList(Math.max(0, exchanges.size() - REMEMBERED), exchanges.size()).stream()
        .map(e -> "Asked before: %s\nAnswered: %s\n".formatted(e.question(), shortened(e.answer())))
        .collect(Collectors.joining());
  }

  private static String shortened(String answer) {
    return answer.length() <= 600 ? answer : answer.substring(0, 600);
  }

  static WrittenAnswer checked(String text, List<Found> offered, List<Found> found) {
    if (text.isBlank() || text.contains(NOT_FOUND)) {
      return new WrittenAnswer("", List.of());
    }
    List<Found> cited = new ArrayList<>();
    String answer =
        CITED
            .matcher(text)
            .replaceAll(
                match -> Matcher.quoteReplacement(citation(match.group(1), offered, cited)));
    return new WrittenAnswer(answer.strip(), cited.isEmpty() ? found : List.copyOf(cited));
  }

  private static String citation(String numbers, List<Found> offered, List<Found> cited) {
    var text = new StringBuilder();
    for (String number : numbers.split("\\s*,\\s*")) {
      int place = Integer.parseInt(number.strip()) - 1;
      if (place >= 0 && place < offered.size()) {
        if (!cited.contains(offered.get(place))) {
          cited.add(offered.get(place));
        }
        text.append(" [").append(cited.indexOf(offered.get(place)) + 1).append(']');
      }
    }
    return text.toString();
  }
}
