package ai.stt.plugin.understanding;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every analyst of texts does, whatever its means. */
@Timeout(120)
public abstract class TextAnalystContract {
  private static final float[][] NO_VECTORS = new float[0][];

  /** Texts that are not what one expects. */
  protected static final List<String> ODD_TEXTS =
      List.of(
          "",
          " \n\t ",
          "x".repeat(1_000_000),
          "\uD83D lone \uDE00 surrogates. And more\uD83D",
          "مرحبا بكم في الاجتماع. متى نبدأ العمل؟ سنرسل التقرير غدا.",
          "语言。这是第二句话！第三句吗？",
          "Zzyzx qwrtp vbnm. Kjhgf dsapo? Lkjh!",
          "?!.?!...;;;—\u2028\u0000",
          "👩‍👩‍👧 🇺🇳. 🎧?");

  /** The analyst. */
  protected abstract TextAnalyst load();

  @Test
  void everythingPointsIntoTheTextAndIsInOrder() {
    try (TextAnalyst analyst = load()) {
      for (String text : ODD_TEXTS) {
        check(analyst, SourceText.of(text));
      }
      check(analyst, conversation());
    }
  }

  @Test
  void sentencesKeepTheirSpeakersAndTimes() {
    try (TextAnalyst analyst = load()) {
      SourceText source = conversation();
      Outline outline = analyst.outline(source, 100);
      for (Sentence sentence : outline.sentences()) {
        assertThat(source.parts())
            .anyMatch(
                part ->
                    part.start() <= sentence.start()
                        && sentence.end() <= part.end()
                        && String.valueOf(part.speaker()).equals(String.valueOf(sentence.speaker()))
                        && sentence.seconds() >= part.seconds());
      }
    }
  }

  @Test
  void noMoreIsChosenThanWanted() {
    try (TextAnalyst analyst = load()) {
      SourceText source = SourceText.of("The weather was fine in spring. ".repeat(500));
      Outline outline = analyst.outline(source, 40);
      assertThat(outline.sentences()).hasSize(500);
      assertThat(outline.chosen()).hasSizeLessThanOrEqualTo(40).isSorted().doesNotHaveDuplicates();
      assertThat(analyst.summary(source, outline, NO_VECTORS, 3)).hasSize(1); // no repetition
    }
  }

  @Test
  void millionsOfCharactersTakeSeconds() {
    try (TextAnalyst analyst = load()) {
      var text = new StringBuilder();
      for (int i = 0; text.length() < 2_000_000; i++) {
        text.append(
            "In year %d the committee of town %d met about the water. ".formatted(i, i % 97));
      }
      SourceText source = SourceText.of(text.toString());
      long start = System.nanoTime();
      check(analyst, source);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(60));
    }
  }

  /** Two people, with times. */
  protected static SourceText conversation() {
    String text =
        "We have to send the budget to Maria by Friday. What about the hotel?\n"
            + "I will book the hotel tomorrow. The budget is terrible, but the team is great.";
    int second = text.indexOf('\n') + 1;
    return new SourceText(
        text,
        List.of(
            new SourceText.Part(0, second - 1, "Speaker 1", 0.5),
            new SourceText.Part(second, text.length(), "Speaker 2", 7.25)));
  }

  private static void check(TextAnalyst analyst, SourceText source) {
    Outline outline = analyst.outline(source, 64);
    int last = 0;
    for (Sentence sentence : outline.sentences()) {
      assertThat(sentence.start()).isGreaterThanOrEqualTo(last);
      assertThat(sentence.in(source)).isNotBlank();
      last = sentence.end();
    }
    assertThat(outline.sentences())
        .containsAll(analyst.summary(source, outline, NO_VECTORS, 5))
        .containsAll(analyst.quotes(source, outline, NO_VECTORS, 5));
    List<Chapter> chapters = analyst.chapters(source, outline, NO_VECTORS);
    assertThat(chapters.isEmpty()).isEqualTo(outline.sentences().isEmpty());
    chapters.forEach(chapter -> assertThat(chapter.title()).isNotBlank());
    assertThat(chapters.stream().map(Chapter::first)).isSorted().doesNotHaveDuplicates();
    analyst
        .actionItems(source)
        .forEach(item -> assertThat(item.sentence().in(source)).isNotBlank());
    analyst
        .questions(source)
        .forEach(asked -> assertThat(asked.sentence().in(source)).isNotBlank());
    assertThat(analyst.sentiment(source).score()).isBetween(-1.0, 1.0);
    assertThat(analyst.topics(source, 5)).hasSizeLessThanOrEqualTo(5);
    int end = 0;
    for (Entity entity : analyst.entities(source)) {
      assertThat(entity.start()).isGreaterThanOrEqualTo(end);
      assertThat(source.text().substring(entity.start(), entity.end())).isNotBlank();
      end = entity.end();
    }
  }
}
