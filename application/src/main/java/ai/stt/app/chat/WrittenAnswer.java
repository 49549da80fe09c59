package ai.stt.app.chat;

import ai.stt.app.chat.FindPassages.Found;
import ai.stt.app.text.GenerateContent;
import ai.stt.app.writing.Writer;
import java.util.List;
import java.util.Map;
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

  /** UTF-16 code units of an earlier question or answer that are remembered. */
  private static final int LONGEST = 600;

  private static final Pattern CITATION = Pattern.compile("\\s?\\[\\d{1,5}]");

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
    String earlier = before(writer, before);
    String whole = material(all) + earlier;
    int room = writer.room(TOKENS) - writer.tokens(question);
    boolean fits = writer.tokens(whole) <= room;
    List<Found> offered = fits ? all : found;
    String material = fits ? whole : material(found) + earlier;
    var told = new Citations(offered, writer.listener()::piece);
    String text = writer.write("answer", Map.of("question", question), material, TOKENS, told::add);
    told.end();
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

  /**
   * What was asked and answered before. Answers may be what others said, word for word, so they
   * stand with the material; their citations count other sources.
   */
  private static String before(Writer writer, List<Exchange> exchanges) {
    return exchanges.subList(Math.max(0, exchanges.size() - REMEMBERED), exchanges.size()).stream()
        .map(
            e ->
                Map.of(
                    "question", shortened(e.question()),
                    "answer", shortened(CITATION.matcher(e.answer()).replaceAll(""))))
        .map(blanks -> "\n\n" + writer.phrase("before", blanks))
        .collect(Collectors.joining());
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
  }

  static WrittenAnswer checked(String text, List<Found> offered, List<Found> found) {
    var citations = new Citations(offered, piece -> {});
    citations.add(text);
    citations.end();
    if (citations.text().isEmpty()) {
      return new WrittenAnswer("", List.of());
    }
    List<Found> cited = citations.cited();
    return new WrittenAnswer(citations.text(), cited.isEmpty() ? found : cited);
  }
}
