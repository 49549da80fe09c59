package ai.stt.app.live;

import ai.stt.speech.transcript.Segment;
import ai.stt.speech.transcript.Transcript;
import ai.stt.speech.transcript.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** Words out of transcripts, and text out of words. */
final class Wording {
  private static final Set<String> WITHOUT_SPACES = Set.of("zh", "ja", "th", "lo", "my", "yue");

  private static final int LONGEST_LOOP = 12;

  /** So few words are said twice, and as fast, by people too. */
  private static final int FEW_WORDS = 3;

  /** Nobody says words so fast one after the other. */
  private static final double FASTEST_WORD_SECONDS = 0.1;

  private Wording() {}

  /** The words of a transcript, so many seconds later. */
  static List<Word> words(Transcript transcript, double offset) {
    List<Word> words = new ArrayList<>();
    for (Segment segment : transcript.segments()) {
      for (Word word : segment.words().isEmpty() ? spread(segment) : segment.words()) {
        words.add(
            new Word(
                word.text(),
                millis(word.start() + offset),
                millis(word.end() + offset),
                word.confidence(),
                null));
      }
    }
    return words;
  }

  /** Words of a model that gives them no times get even ones. */
  private static List<Word> spread(Segment segment) {
    String[] texts = segment.text().strip().split("\\s+", -1);
    double each = (segment.end() - segment.start()) / texts.length;
    List<Word> words = new ArrayList<>();
    for (int i = 0; i < texts.length; i++) {
      double start = segment.start() + i * each;
      words.add(new Word(texts[i], start, start + each, segment.confidence(), null));
    }
    return words;
  }

  /** The text of words as the language writes it. */
  static String text(List<Word> words, String language) {
    String space = WITHOUT_SPACES.contains(language) ? "" : " ";
    return String.join(space, words.stream().map(Word::text).toList());
  }

  /** Words of one speaker each, in their order. */
  static List<List<Word>> bySpeaker(List<Word> words) {
    List<List<Word>> runs = new ArrayList<>();
    for (int from = 0, to = 1; from < words.size(); to++) {
      if (to == words.size()
          || !Objects.equals(words.get(from).speaker(), words.get(to).speaker())) {
        runs.add(words.subList(from, to));
        from = to;
      }
    }
    return runs;
  }

  /** Words of one speaker as a segment that begins where the one before ended, or later. */
  static Segment segment(List<Word> words, String language, double notBefore) {
    List<Word> ordered = new ArrayList<>();
    double last = notBefore;
    for (Word word : words) {
      double start = Math.max(last, word.start());
      double end = Math.max(start, word.end());
      ordered.add(new Word(word.text(), start, end, word.confidence(), word.speaker()));
      last = end;
    }
    double confidence = words.stream().mapToDouble(Word::confidence).average().orElse(0);
    return new Segment(
        ordered.getFirst().start(),
        last,
        text(ordered, language),
        confidence,
        ordered,
        ordered.getFirst().speaker());
  }

  /**
   * The words without echoes: a phrase that comes again at once and faster than anybody speaks, for
   * which there was no sound.
   */
  static List<Word> withoutEchoes(List<Word> words) {
    List<Word> left = new ArrayList<>(words);
    List<String> texts = new ArrayList<>(words.stream().map(Wording::plain).toList());
    for (int start = 0; start < texts.size(); start++) {
      for (int length = FEW_WORDS; length <= LONGEST_LOOP; length++) {
        int second = start + length;
        if (isLoop(texts, start, length, 2) && isHurried(left.subList(second, second + length))) {
          left.subList(second, second + length).clear();
          texts.subList(second, second + length).clear();
        }
      }
    }
    return left;
  }

  /**
   * The words up to the end of the first round, when a model goes round in circles: six times the
   * same word, or three times the same few.
   */
  static List<Word> beforeLoop(List<Word> words) {
    List<String> texts = words.stream().map(Wording::plain).toList();
    for (int start = 0; start < texts.size(); start++) {
      for (int length = 1; length <= LONGEST_LOOP; length++) {
        if (isLoop(texts, start, length, length == 1 ? 6 : 3)) {
          return words.subList(0, start + length);
        }
      }
    }
    return words;
  }

  private static boolean isHurried(List<Word> words) {
    double took = words.getLast().end() - words.getFirst().start();
    return took < words.size() * FASTEST_WORD_SECONDS;
  }

  /** Case and punctuation change from look to look while the word stays. */
  static String plain(Word word) {
    String letters = word.text().toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", "");
    return letters.isEmpty() ? word.text() : letters;
  }

  private static boolean isLoop(List<String> texts, int start, int length, int rounds) {
    int end = start + length * rounds;
    return end <= texts.size()
        && texts.subList(start, end - length).equals(texts.subList(start + length, end));
  }

  /** Whether a sentence ends with the word. */
  static boolean endsSentence(Word word) {
    return word.text().matches("(?s).*[.?!…。？！][\"'”’)»]*");
  }

  private static double millis(double seconds) {
    return Math.round(seconds * 1000) / 1000.0;
  }
}
