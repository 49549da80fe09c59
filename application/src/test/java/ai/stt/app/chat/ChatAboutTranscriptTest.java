package ai.stt.app.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.app.chat.ChatAboutTranscript.Answer;
import ai.stt.app.model.ChooseModel;
import ai.stt.app.testing.CompletedTranscripts;
import ai.stt.app.testing.FakeEmbedder;
import ai.stt.app.testing.FakeModels;
import ai.stt.app.testing.InMemoryPlatform;
import ai.stt.app.testing.MovableClock;
import ai.stt.app.testing.Platform;
import ai.stt.app.text.ReadText;
import ai.stt.app.text.TextModels;
import ai.stt.app.text.TextSettings;
import ai.stt.app.text.WriteText;
import ai.stt.app.transcripts.EditTranscript;
import ai.stt.app.transcripts.ReadTranscripts;
import ai.stt.app.transcripts.TranscriptRef;
import ai.stt.app.writing.WritingListener;
import ai.stt.platform.transcript.StoredSegment;
import ai.stt.plugin.Capability;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import ai.stt.speech.transcript.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class ChatAboutTranscriptTest {
  private static final String[] SAID = {
    "Welcome to the council meeting of this Tuesday evening, everybody; we have a long list of subjects"
        + " to talk about and I would like to finish before nine, so let us begin with the bridge.",
    "The bridge over the river needs new bolts, because the old bolts are rusty, and the engineers"
        + " found cracks in the northern pillar when they dived there in the first week of March.",
    "The repair of the pillar will cost forty thousand, and the company can begin in June if we sign"
        + " the contract in April, otherwise the divers are busy with a harbour until October.",
    "Then there is the library, which wants to open on Sundays, and for that it needs two more"
        + " librarians and a new heating, since the old heating only works from Monday to Friday.",
    "Readers have collected eight hundred signatures for the library on Sundays, and the school"
        + " supports them with a letter that I have put on the table for all of you to read.",
    "Finally the market: the bakers complain about the noise of the fountain, and the fountain has"
        + " been switched off during market hours for a trial of six weeks.",
  };

  private final MovableClock clock = new MovableClock("2026-03-14T09:26:53Z");
  private final InMemoryPlatform work = new InMemoryPlatform();
  private final FakeEmbedder embedder = new FakeEmbedder();
  private final FakeModels models = new FakeModels();
  private final Platform platform = new Platform(work, clock);
  private final long ada = platform.account("ada@example.org", Platform.SMALL).id();
  private final TranscriptRef talk = new CompletedTranscripts(work, clock).of(ada, SAID);

  private ChatAboutTranscript chat() {
    var choose = new ChooseModel(models, models);
    var texts = new TextModels(models, choose, TextSettings.DEFAULT);
    var read = new ReadTranscripts(work);
    var write = new WriteText(texts, new ReadText(texts));
    return new ChatAboutTranscript(work, read, texts, write, make(), clock);
  }

  private MakePassages make() {
    var texts = new TextModels(models, new ChooseModel(models, models), TextSettings.DEFAULT);
    return new MakePassages(work, new ReadTranscripts(work), texts);
  }

  private ChatAboutTranscript chatWithVectors() {
    models.live(Capability.EMBEDDING, "all-minilm-l6-v2", embedder);
    return chat();
  }

  @Test
  void theAnswerIsThePassageThatSpeaksOfItWithItsPlace() throws Exception {
    for (ChatAboutTranscript chat : List.of(chat(), chatWithVectors())) {
      Answer answer =
          chat.ask(
              ada,
              talk,
              "What is wrong with the pillar of the bridge?",
              null,
              WritingListener.NONE);
      assertThat(answer.answer())
          .contains("[1]", "cracks in the northern pillar", "no language model");
      var best = answer.sources().getFirst();
      assertThat(best.text()).contains("pillar");
      assertThat(best.score()).isBetween(0.5, 1.0);
      assertThat(best.startTime()).isEqualTo(best.segmentOrder() * 5.0);
      assertThat(best.speaker()).isEqualTo("Speaker " + (best.segmentOrder() % 2 + 1));
      assertThat(answer.sources())
          .isSortedAccordingTo((a, b) -> Double.compare(b.score(), a.score()));
    }
  }

  @Test
  void whatTheTranscriptDoesNotHoldIsSaidToBeMissing() throws Exception {
    for (ChatAboutTranscript chat : List.of(chat(), chatWithVectors())) {
      Answer answer =
          chat.ask(ada, talk, "Who won the zeppelin championship?", null, WritingListener.NONE);
      assertThat(answer.sources()).isEmpty();
      assertThat(answer.answer()).contains("not in the transcript");
    }
  }

  @Test
  void passagesAreMadeOnceAndAgainWhenTheTranscriptChanges() throws Exception {
    ChatAboutTranscript chat = chatWithVectors();
    chat.ask(ada, talk, "What about the library?", null, WritingListener.NONE);
    int first = embedder.embedded();
    chat.ask(ada, talk, "What about the library?", null, WritingListener.NONE);
    assertThat(embedder.embedded()).isEqualTo(first + 1);

    long segment = new ReadTranscripts(work).whole(ada, talk).segments().getFirst().id();
    new EditTranscript(work)
        .changeSegment(ada, talk, segment, "A dragon opened the meeting.", null);

    Answer answer = chat.ask(ada, talk, "Was there a dragon?", null, WritingListener.NONE);
    assertThat(answer.sources().getFirst().text()).contains("dragon");
    assertThat(answer.sources().getFirst().segmentId()).isEqualTo(segment);
  }

  @Test
  void aShortQuestionIsAlsoAboutTheOneBefore() throws Exception {
    ChatAboutTranscript chat = chat();
    Answer first =
        chat.ask(
            ada,
            talk,
            "What does the library need for opening on Sundays?",
            null,
            WritingListener.NONE);
    Answer second = chat.ask(ada, talk, "And why?", first.session(), WritingListener.NONE);
    assertThat(second.session()).isEqualTo(first.session());
    assertThat(second.sources().getFirst().text()).contains("library");
  }

  @Test
  void aSessionThatIsNotThereAQuestionThatIsNoneAndAForeignTranscriptAreRefused() {
    ChatAboutTranscript chat = chat();
    long bob = platform.account("bob@example.org", Platform.SMALL).id();
    refused(
        () -> chat.ask(ada, talk, "Why?", "nope", WritingListener.NONE),
        ErrorCode.INVALID_REQUEST,
        "session_id");
    refused(
        () -> chat.ask(ada, talk, " \n", null, WritingListener.NONE),
        ErrorCode.INVALID_REQUEST,
        "question");
    refused(
        () -> chat.ask(ada, talk, "x".repeat(2001), null, WritingListener.NONE),
        ErrorCode.INVALID_REQUEST,
        "2000");
    refused(
        () -> chat.ask(bob, talk, "Why?", null, WritingListener.NONE),
        ErrorCode.NOT_FOUND,
        "no such transcript");
  }

  @Test
  void silenceHoldsNoAnswer() throws Exception {
    TranscriptRef silence = new CompletedTranscripts(work, clock).of(ada);
    assertThat(
            chatWithVectors()
                .ask(ada, silence, "What is it?", null, WritingListener.NONE)
                .sources())
        .isEmpty();
  }

  @Test
  void passagesOverlapAndLoseNothing() {
    var segments = new ReadTranscripts(work).whole(ada, talk).segments();
    List<Passage> passages = CutPassages.of(segments);
    assertThat(passages).hasSizeGreaterThan(2);
    for (String sentence : SAID) {
      assertThat(passages).anyMatch(passage -> passage.text().contains(sentence));
    }
  }

  @Test
  void aPassageBeginsWithTheLastShortSegmentOfTheOneBefore() {
    List<StoredSegment> segments = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      String words = "Segment %d says this. ".formatted(i).repeat(i == 6 ? 9 : 5).strip();
      segments.add(
          new StoredSegment(100 + i, i, new Segment(i * 5, i * 5 + 5, words, 1, List.of(), "Ada")));
    }
    List<Passage> passages = CutPassages.of(segments);
    assertThat(passages).extracting(Passage::segmentOrder).containsExactly(0, 3, 7);
    assertThat(passages.get(0).text())
        .contains("Segment 0", "Segment 3")
        .doesNotContain("Segment 4");
    assertThat(passages.get(1).text())
        .as("it shares the third")
        .startsWith("Segment 3 says this.")
        .contains("Segment 4", "Segment 6");
    assertThat(passages.get(1).segmentId()).isEqualTo(103);
    assertThat(passages.get(1).start()).isEqualTo(15);
    assertThat(passages.get(2).text()).as("a long one is not shared").startsWith("Segment 7");
  }

  @Test
  void whatIsNearlyTheMostAlikeAndSharesWordsIsBetterThanWhatIsFirstInOne() {
    List<Passage> passages =
        List.of(
            new Passage(0, 0, 0, null, "The harbour bridge, the harbour bridge."),
            new Passage(1, 1, 5, null, "Boats lie in the water all year."),
            new Passage(
                2, 2, 9, null, "From the harbour one sees a long way over many roofs of it."),
            new Passage(3, 3, 12, null, "Nothing of the sort."));
    double[] alike = {0.1, 0.9, 0.88, 0.05};
    var best = FindPassages.best(FindPassages.all(passages, "harbour bridge", alike), 5);
    assertThat(best).extracting(hit -> hit.passage().segmentOrder()).startsWith(2).hasSize(3);
    assertThat(best.getFirst().score()).isLessThan(1);
    var byWords = FindPassages.best(FindPassages.all(passages, "harbour bridge", new double[0]), 5);
    assertThat(byWords).extracting(hit -> hit.passage().segmentOrder()).containsExactly(0, 2);
  }

  @Test
  void wordsThatOccurByChanceDoNotOutweighMeaning() {
    List<Passage> passages =
        List.of(
            new Passage(0, 0, 0, null, "It costs nothing to look, does it?"),
            new Passage(1, 1, 5, null, "We need two hundred thousand for the bridge."),
            new Passage(2, 2, 9, null, "The weather was fine."));
    double[] alike = {0.1, 0.6, 0.05};
    var best = FindPassages.best(FindPassages.all(passages, "What are the costs?", alike), 5);
    assertThat(best).extracting(hit -> hit.passage().segmentOrder()).containsExactly(1, 0);
  }

  @Test
  void aQuestionThatIsLittleLikeAnyPassageFindsSomethingOnlyWhenAWordOfItOccurs() {
    List<Passage> passages =
        List.of(
            new Passage(0, 0, 0, null, "The bridge is closed."),
            new Passage(1, 1, 5, null, "Nobody may cross it."),
            new Passage(2, 2, 9, null, "The weather was fine."));
    double[] alike = {0.1, 0.2, 0.05};
    var found = FindPassages.all(passages, "Who uses the bridge?", alike);
    assertThat(FindPassages.best(found, 5))
        .extracting(hit -> hit.passage().segmentOrder())
        .containsExactly(1, 0);
    var none = FindPassages.all(passages, "Who won the championship?", alike);
    assertThat(FindPassages.best(none, 5)).isEmpty();
  }

  @Test
  void passagesAreMadeBeforeSomebodyAsks() throws Exception {
    models.live(Capability.EMBEDDING, "all-minilm-l6-v2", embedder);
    try (MakePassages make = make()) {
      assertThat(make.makeWanted()).isTrue();
      assertThat(make.makeWanted()).isFalse();
    }
    int made = embedder.embedded();
    assertThat(made).isGreaterThan(2);
    assertThat(embedder.mostAtOnce()).as("nobody waits for them").isEqualTo(1);
    chat().ask(ada, talk, "Who pays for the bridge?", null, WritingListener.NONE);
    assertThat(embedder.embedded()).as("only the question").isEqualTo(made + 1);
  }

  @Test
  void inADayOfTalkTheOnePlaceIsFound() {
    var random = new SplittableRandom(7);
    List<Passage> passages = new ArrayList<>();
    double[] alike = new double[2000];
    for (int i = 0; i < 2000; i++) {
      alike[i] = random.nextDouble() / 2;
      String text =
          "word%d the council talks of the water and of road %d ".formatted(i, i % 50).repeat(8);
      passages.add(new Passage(i, i, i, null, text));
    }
    alike[1234] = 0.9;
    var found = FindPassages.best(FindPassages.all(passages, "Where is word1234?", alike), 5);
    assertThat(found.getFirst().passage().segmentOrder()).isEqualTo(1234);
  }

  private interface Asked {
    Answer ask() throws InterruptedException;
  }

  private static void refused(Asked asked, ErrorCode code, String part) {
    assertThatThrownBy(asked::ask)
        .isInstanceOfSatisfying(
            SpeechException.class,
            e -> {
              assertThat(e.code()).isEqualTo(code);
              assertThat(e.getMessage()).contains(part);
            });
  }
}
