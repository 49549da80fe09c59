package ai.stt.app.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.app.model.ChooseModel;
import ai.stt.app.testing.FakeAnalyst;
import ai.stt.app.testing.FakeEmbedder;
import ai.stt.app.testing.FakeModels;
import ai.stt.app.writing.WritingListener;
import ai.stt.plugin.Capability;
import ai.stt.plugin.understanding.SourceText;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TextUseCasesTest {
  private static final SourceText TALK =
      SpokenText.of("Speaker 1: We must go. Who is it?\nSpeaker 2: It is late.");

  private final FakeModels models =
      new FakeModels().live(Capability.TEXT_ANALYSIS, "other-analyst", new FakeAnalyst());
  private final TextModels texts =
      new TextModels(models, new ChooseModel(models, models), TextSettings.DEFAULT);
  private final ReadText read = new ReadText(texts);
  private final SummarizeText summarize = new SummarizeText(read, new WriteText(texts, read));
  private final GenerateContent generate = new GenerateContent(read, new WriteText(texts, read));

  @Test
  void withoutVectorsASummaryGoesByWordsAndSaysSo() throws Exception {
    var summary = summarize.summarize(TALK, SummaryStyle.BRIEF, WritingListener.NONE);
    assertThat(summary.text())
        .isEqualTo("Speaker 1: We must go. Who is it? Speaker 2: It is late.");
    assertThat(summary.by()).isEqualTo(new ReadText.By("other-analyst", null));
    models.live(Capability.EMBEDDING, "all-minilm-l6-v2", new FakeEmbedder());
    assertThat(
            summarize
                .summarize(TALK, SummaryStyle.BULLETS, WritingListener.NONE)
                .by()
                .embeddingModel())
        .isEqualTo("all-minilm-l6-v2");
    assertThat(models.openLeases()).isZero();
  }

  @Test
  void tasksAndQuotesAreWrittenAsLists() throws Exception {
    assertThat(summarize.summarize(TALK, SummaryStyle.ACTION_ITEMS, WritingListener.NONE).text())
        .isEqualTo("- We must go. (Speaker 1, today)");
    var quotes = generate.generate(TALK, ContentKind.KEY_QUOTES, "", WritingListener.NONE);
    assertThat(quotes.items()).hasSize(3);
    assertThat(quotes.content()).startsWith("> We must go.\n> — Speaker 1");
    assertThat(
            generate.generate(TALK, ContentKind.MEETING_NOTES, "", WritingListener.NONE).content())
        .contains("## Summary", "## Action items", "## Open questions");
  }

  @Test
  void headlinesAreShort() {
    String long1 = "word ".repeat(60).strip();
    assertThat(SummarizeText.shortened(long1)).hasSizeLessThanOrEqualTo(101).endsWith("word…");
    assertThat(SummarizeText.shortened("😀".repeat(200))).doesNotContain("\uFFFD").endsWith("😀…");
  }

  @Test
  void whatIsNotInstalledIsUnavailableWithTheCommand() {
    models.installable(Capability.EMBEDDING, "all-minilm-l6-v2");
    assertThatThrownBy(() -> new EmbedTexts(texts).embed(List.of("a"), null))
        .isInstanceOfSatisfying(
            SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_UNAVAILABLE))
        .hasMessageContaining("stt models pull all-minilm-l6-v2");
    var nothing = new FakeModels();
    var none = new TextModels(nothing, new ChooseModel(nothing, nothing), TextSettings.DEFAULT);
    assertThatThrownBy(
            () ->
                new SummarizeText(new ReadText(none), new WriteText(none, new ReadText(none)))
                    .summarize(TALK, SummaryStyle.BRIEF, WritingListener.NONE))
        .isInstanceOf(SpeechException.class)
        .hasMessageContaining("extractive");
  }

  @Test
  void vectorsComeBackInTheOrderOfTheTexts() throws Exception {
    models.live(Capability.EMBEDDING, "all-minilm-l6-v2", new FakeEmbedder());
    List<String> many =
        java.util.stream.IntStream.range(0, 300)
            .mapToObj(i -> "number" + i + " text".repeat(i * 7 % 11))
            .toList();
    float[][] vectors = new EmbedTexts(texts).embed(many, null).vectors();
    for (int i = 0; i < many.size(); i += 17) {
      assertThat(vectors[i]).isEqualTo(new FakeEmbedder().embed(List.of(many.get(i)))[0]);
    }
  }
}
