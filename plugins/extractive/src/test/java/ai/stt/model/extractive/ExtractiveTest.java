package ai.stt.model.extractive;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.plugin.Capability;
import ai.stt.plugin.InstalledModel;
import ai.stt.plugin.PluginContext;
import ai.stt.plugin.understanding.ActionItem;
import ai.stt.plugin.understanding.Chapter;
import ai.stt.plugin.understanding.Outline;
import ai.stt.plugin.understanding.Question;
import ai.stt.plugin.understanding.Sentence;
import ai.stt.plugin.understanding.Sentiment.Label;
import ai.stt.plugin.understanding.SourceText;
import ai.stt.plugin.understanding.TextAnalyst;
import ai.stt.plugin.understanding.TextAnalystContract;
import ai.stt.plugin.understanding.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ExtractiveTest extends TextAnalystContract {
  private static final float[][] NONE = new float[0][];

  @Override
  protected TextAnalyst load() {
    try {
      return new Extractive(RuleBook.read());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void sentencesEndWhereTheyEnd() {
    assertThat(
            sentences("Dr. Smith paid $3.50 to J. Doe. Really?! \"Yes.\" He left. See e.g. this"))
        .containsExactly(
            "Dr. Smith paid $3.50 to J. Doe.", "Really?!", "\"Yes.\"", "He left.", "See e.g. this");
    assertThat(sentences("会议开始。请坐！好吗？谢谢")).containsExactly("会议开始。", "请坐！", "好吗？", "谢谢");
    assertThat(sentences("one line\n\nanother line")).containsExactly("one line", "another line");
    assertThat(sentences("Das z. B. ist gut. 5. Mai ist frei.")).contains("5. Mai ist frei.");
    assertThat(sentences("word ".repeat(1000))).allMatch(text -> text.length() <= 1000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          en | I will send the report to Maria by Friday.                | by Friday
          en | Maria needs to update the budget before Monday.           | before Monday
          en | Could you please book the room tomorrow?                  | tomorrow
          es | Tenemos que enviar el informe antes del viernes.          | antes del viernes
          fr | Je vais envoyer le rapport demain à toute l'équipe.       | demain
          de | Wir müssen bis Freitag den Bericht schicken.              | bis Freitag
          it | Dobbiamo inviare il rapporto entro venerdì a Maria.       | entro venerdì
          pt | Vou enviar o relatório até sexta para a equipe.           | até sexta
          nl | Ik zal het rapport morgen naar de klant sturen.           | morgen
          ru | Я отправлю отчёт завтра всей нашей команде.               | завтра
          zh | 我会发送报告给大家，明天完成。                                   | 明天
          ja | 私が資料を準備します、明日まで。                                 | 明日まで
          """)
  void tasksAreFoundWithTheirDates(String language, String text, String due) {
    List<ActionItem> items = load().actionItems(SourceText.of(text));
    assertThat(items).as(language).hasSize(1);
    assertThat(items.getFirst().due()).isEqualTo(due);
  }

  @Test
  void whoPromisesOwnsAndWhoIsNamedOwns() {
    List<ActionItem> items = load().actionItems(conversation());
    assertThat(items).hasSize(2);
    assertThat(items.get(0).owner()).isNull(); // we
    assertThat(items.get(0).due()).isEqualTo("by Friday");
    assertThat(items.get(1).owner()).isEqualTo("Speaker 2");
    assertThat(load().actionItems(SourceText.of("Maria will call the bank.")).getFirst().owner())
        .isEqualTo("Maria");
    assertThat(load().actionItems(SourceText.of("It will rain and I will be sad. I can see it.")))
        .isEmpty();
  }

  @Test
  void questionsAreFoundWithAndWithoutTheirMark() {
    SourceText text =
        SourceText.of(
            "When does it start? At nine. What about lunch\nNobody knows the way. ¿Dónde está? متى نبدأ؟ 你好吗？");
    assertThat(load().questions(text))
        .extracting(question -> question.sentence().in(text))
        .containsExactly(
            "When does it start?", "What about lunch", "¿Dónde está?", "متى نبدأ؟", "你好吗？");
    List<Question> asked = load().questions(conversation());
    assertThat(asked).hasSize(1);
    assertThat(asked.getFirst().answered()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          POSITIVE | The launch was a great success and the whole team is very happy with it.
          NEGATIVE | The service was terrible, I am really disappointed and angry about it.
          NEGATIVE | The hotel was not good and the food was not nice at all.
          NEUTRAL  | The meeting is in room four and the bus stops in front of the house.
          POSITIVE | Das war wirklich ein großartiger Abend, alles war sehr gut und wir sind glücklich.
          NEGATIVE | Le service est très mauvais et nous sommes déçus de cette erreur.
          POSITIVE | La reunión fue un éxito y estamos muy contentos con el equipo, ha sido genial.
          NEGATIVE | Это было ужасно, я очень разочарован, и это не хорошо для нас.
          POSITIVE | 这次会议非常好，我们都很高兴，项目成功了。
          """)
  void feelingsAreTold(Label label, String text) {
    assertThat(load().sentiment(SourceText.of(text)).label()).isEqualTo(label);
  }

  @Test
  void muchOfBothIsMixed() {
    var text =
        SourceText.of(
            "The food was great. The room was terrible. I love the beach. I hate the noise.");
    assertThat(load().sentiment(text).label()).isEqualTo(Label.MIXED);
    assertThat(load().sentiment(text).sentences()).hasSize(4);
  }

  @Test
  void topicsAreWhatComesAgainAndAgain() {
    SourceText text =
        SourceText.of(
            "The solar panels need a new inverter. Solar panels on the school roof save money. "
                + "The inverter is old. Parents like the solar panels and the garden.");
    List<Topic> topics = load().topics(text, 3);
    assertThat(topics.getFirst().name()).isEqualToIgnoringCase("solar panels");
    assertThat(topics.getFirst().relevance()).isEqualTo(1);
    assertThat(topics).extracting(Topic::name).contains("inverter");
  }

  @Test
  void entitiesArePointedAtExactly() {
    String text =
        "😀 My name is Ada Lovelace and I pay $1,200 to Acme Widgets Ltd in Germany by Friday, 20% now. Then Bob left.";
    var found = load().entities(SourceText.of(text));
    assertThat(found)
        .extracting(e -> e.type() + " " + text.substring(e.start(), e.end()))
        .contains(
            "PERSON Ada Lovelace",
            "MONEY $1,200",
            "ORGANIZATION Acme Widgets Ltd",
            "PLACE Germany",
            "DATE by Friday",
            "PERCENT 20%",
            "NAME Bob");
  }

  @Test
  void aSummaryCoversWhatTheTextSpeaksOfAndRepeatsNothing() {
    SourceText text = TwoSubjects.TEXT;
    TextAnalyst analyst = load();
    Outline outline = analyst.outline(text, 200);
    List<Sentence> summary = analyst.summary(text, outline, NONE, 4);
    assertThat(summary).hasSize(4).doesNotHaveDuplicates();
    String said = String.join(" ", summary.stream().map(s -> s.in(text)).toList());
    assertThat(said).contains("bees").contains("printer");
  }

  private static final float[] X = {1, 0, 0};
  private static final float[] Y = {0, 1, 0};
  private static final float[] NEAR_Y = {0, 0.85f, 0.527f};
  private static final float[] ALSO_NEAR_Y = {0, 0.85f, -0.527f};

  private List<Integer> summary(int wanted, float[]... vectors) {
    SourceText text =
        SourceText.of(
            "The first one tells of something. The second one tells of something. The third one"
                + " tells of something. The fourth one tells of something. The fifth one tells of"
                + " something.");
    Outline outline = load().outline(text, 200);
    return load().summary(text, outline, vectors, wanted).stream()
        .map(outline.sentences()::indexOf)
        .toList();
  }

  @Test
  void theSentenceThatIsNearestToAllIsTheSummary() {
    assertThat(summary(1, X, X, Y, NEAR_Y, ALSO_NEAR_Y)).containsExactly(2);
    assertThat(summary(1, NEAR_Y, ALSO_NEAR_Y, X, X, Y)).containsExactly(4);
    assertThat(summary(1, Y, X, X, X, NEAR_Y)).containsExactly(1);
  }

  @Test
  void theNextSentenceSaysSomethingElseThoughAnotherIsMoreCentral() {
    assertThat(summary(2, X, X, Y, NEAR_Y, ALSO_NEAR_Y)).containsExactly(0, 2);
    assertThat(summary(2, NEAR_Y, ALSO_NEAR_Y, X, X, Y)).containsExactly(2, 4);
    assertThat(summary(5, X, X, Y, Y, Y))
        .as("what is said twice is said once")
        .containsExactly(0, 2);
  }

  @Test
  void aChapterHasTheTimeOfItsFirstSentence() {
    String whole = TwoSubjects.TEXT.text();
    List<SourceText.Part> parts = new ArrayList<>();
    for (int at = 0; at < whole.length(); ) {
      int end = whole.indexOf('\n', at) + 1;
      parts.add(new SourceText.Part(at, end, null, parts.size() * 10));
      at = end;
    }
    var text = new SourceText(whole, parts);
    TextAnalyst analyst = load();
    Outline outline = analyst.outline(text, 200);
    List<Chapter> chapters = analyst.chapters(text, outline, NONE);
    assertThat(chapters).hasSize(2);
    assertThat(outline.sentences().get(chapters.get(1).first()).seconds()).isEqualTo(80);
  }

  @Test
  void chaptersBeginWhereTheSubjectChanges() {
    SourceText text = TwoSubjects.TEXT;
    TextAnalyst analyst = load();
    Outline outline = analyst.outline(text, 200);
    List<Chapter> chapters = analyst.chapters(text, outline, NONE);
    assertThat(chapters).hasSize(2);
    assertThat(outline.sentences().get(chapters.get(1).first()).in(text)).contains("printer");
    assertThat(chapters.get(0).title()).containsIgnoringCase("bees");
  }

  @Test
  void itIsOfferedWithoutWeights() {
    var context =
        new PluginContext() {
          @Override
          public <E> E engine(Class<E> type) {
            throw new IllegalStateException("it needs none");
          }

          @Override
          public List<InstalledModel> installedModels(String family) {
            return List.of();
          }
        };
    var offers = new ExtractivePlugin().offers(context);
    assertThat(offers).hasSize(1);
    assertThat(offers.getFirst().capability()).isEqualTo(Capability.TEXT_ANALYSIS);
  }

  private static List<String> sentences(String text) {
    SourceText source = SourceText.of(text);
    return Sentences.of(source).stream().map(sentence -> sentence.in(source)).toList();
  }
}
