package ai.stt.app.writing;

import ai.stt.plugin.understanding.Sentence;
import ai.stt.plugin.understanding.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ToIntFunction;

/**
 * Cuts a text into parts of whole sentences, best where another speaker begins. A sentence that is
 * longer than a part is cut.
 */
public final class CutText {
  /** A part that is so full ends where another speaker begins. */
  private static final double FULL = 0.8;

  private static final int SAMPLE_CHARS = 2000;
  private static final int SAMPLES = 5;

  private final SourceText source;
  private final boolean numbered;
  private final int mostChars;
  private final List<TextPart> parts = new ArrayList<>();
  private final List<Sentence> current = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private int number;

  private CutText(SourceText source, boolean numbered, int mostChars) {
    this.source = source;
    this.numbered = numbered;
    this.mostChars = mostChars;
  }

  /**
   * Parts of a text.
   *
   * @param sentences those of the text that count, in order
   * @param tokens about how many tokens a text has
   * @param mostTokens of a part
   * @param numbered whether each sentence is a line with its number, from 1, in brackets
   */
  public static List<TextPart> parts(
      SourceText source,
      List<Sentence> sentences,
      ToIntFunction<String> tokens,
      int mostTokens,
      boolean numbered) {
    int chars = chars(source.text(), tokens, mostTokens);
    while (true) {
      var cut = new CutText(source, numbered, Math.max(1, chars));
      sentences.forEach(cut::add);
      cut.end();
      int longest =
          cut.parts.stream().mapToInt(part -> tokens.applyAsInt(part.text())).max().orElse(0);
      if (longest <= mostTokens || chars <= 1) {
        return List.copyOf(cut.parts);
      }
      chars = (int) Math.min(chars - 1L, (long) chars * mostTokens / longest * 9 / 10);
    }
  }

  /** About how many characters have so many tokens, by samples of the text. */
  private static int chars(String text, ToIntFunction<String> tokens, int mostTokens) {
    int length = Math.min(SAMPLE_CHARS, text.length());
    long sampled = 0;
    long counted = 1;
    for (int i = 0; i < SAMPLES; i++) {
      int at = (int) ((long) (text.length() - length) * i / (SAMPLES - 1));
      sampled += length;
      counted += tokens.applyAsInt(text.substring(at, at + length));
    }
    return (int) Math.min(Integer.MAX_VALUE, Math.max(1, mostTokens * sampled / counted));
  }

  private void add(Sentence sentence) {
    for (Sentence piece : pieces(sentence)) {
      boolean turn =
          !current.isEmpty() && !Objects.equals(current.getLast().speaker(), piece.speaker());
      String line = line(piece, current.isEmpty() || turn);
      boolean full = text.length() + line.length() + 1 > mostChars;
      if (!current.isEmpty() && (full || (turn && text.length() > FULL * mostChars))) {
        end();
        line = line(piece, true);
      }
      if (!current.isEmpty()) {
        text.append(turn || numbered ? '\n' : ' ');
      }
      number++;
      text.append(line);
      current.add(piece);
    }
  }

  private String line(Sentence sentence, boolean named) {
    String words = sentence.in(source).replaceAll("\\s+", " ").strip();
    String name = named && sentence.speaker() != null ? sentence.speaker() + ": " : "";
    return (numbered ? "[%d] ".formatted(number + 1) : "") + name + words;
  }

  private List<Sentence> pieces(Sentence sentence) {
    int most = Math.max(1, mostChars - 64);
    if (sentence.end() - sentence.start() <= most) {
      return List.of(sentence);
    }
    List<Sentence> pieces = new ArrayList<>();
    int start = sentence.start();
    while (start < sentence.end()) {
      int end = Math.min(sentence.end(), start + most);
      if (end < sentence.end()
          && end - start > 1
          && Character.isLowSurrogate(source.text().charAt(end))) {
        end--;
      }
      pieces.add(new Sentence(start, end, sentence.speaker(), sentence.seconds()));
      start = end;
    }
    return pieces;
  }

  private void end() {
    if (!current.isEmpty()) {
      parts.add(new TextPart(text.toString(), current));
      current.clear();
      text.setLength(0);
    }
  }
}
