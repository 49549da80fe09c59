package ai.stt.app.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.stt.app.chat.Passages.KeptPassages;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.app.testing.CompletedTranscripts;
import ai.stt.app.testing.MovableClock;
import ai.stt.app.testing.Platform;
import ai.stt.app.text.KeptSummaries;
import ai.stt.app.text.KeptSummaries.KeptSummary;
import ai.stt.app.text.SummaryStyle;
import ai.stt.app.transcripts.TranscriptRef;
import ai.stt.app.transcripts.Transcripts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of passages, conversations and summaries does. */
public abstract class UnderstandingContract {
  private final MovableClock clock = new MovableClock("2026-03-14T09:26:53Z");

  @SuppressWarnings("NullAway.Init") // set before each test
  private UnitOfWork work;

  private long transcript;
  private long other;

  /** Stores without contents. */
  protected abstract UnitOfWork emptyStores();

  @BeforeEach
  void begin() {
    work = emptyStores();
    long ada = new Platform(work, clock).account("ada@example.org", Platform.SMALL).id();
    var transcripts = new CompletedTranscripts(work, clock);
    transcript = ((TranscriptRef.ById) transcripts.of(ada, "One.")).id();
    other = ((TranscriptRef.ById) transcripts.of(ada, "Two.")).id();
  }

  @Test
  void passagesComeBackAsTheyWereAndReplaceThoseBefore() {
    var passage = new Passage(7, 2, 1.25, "Speaker 1", "Über \"uns\" 中文 🎧");
    var silent = new Passage(9, 4, 3, null, "no vector");
    assertThat(passages(transcript)).isEmpty();
    keep(new KeptPassages("old", null, List.of(silent)));
    keep(new KeptPassages("new", "mini", List.of(passage, silent)));

    KeptPassages kept = passages(transcript).orElseThrow();

    assertThat(kept.fingerprint()).isEqualTo("new");
    assertThat(kept.model()).isEqualTo("mini");
    assertThat(kept.passages()).containsExactly(passage, silent);
    assertThat(passages(other)).isEmpty();
  }

  @Test
  void howAlikePassagesAreIsTheirCosineInTheirOrder() {
    var set = new KeptPassages("f", "mini", List.of(passage("a"), passage("b"), passage("c")));
    float[][] vectors = {{0.6f, 0.8f, 0}, {0, 0, 1}, {-1, 0, 0}};
    work.run(s -> s.get(Passages.class).keep(transcript, set, vectors));
    assertThat(alike(1, 0, 0)).containsExactly(new double[] {0.6, 0, -1}, within(1e-6));
    assertThat(alike(1, 0)).as("vectors of another model").containsExactly(0, 0, 0);
    keep(set);
    assertThat(alike(1, 0, 0)).as("no vectors").containsExactly(0, 0, 0);
    assertThat(work.<double[]>in(s -> s.get(Passages.class).alike(other, new float[] {1})))
        .isEmpty();
  }

  private double[] alike(float... vector) {
    return work.in(s -> s.get(Passages.class).alike(transcript, vector));
  }

  private static Passage passage(String text) {
    return new Passage(1, 0, 0, null, text);
  }

  @Test
  void aTranscriptIsWantedOnceWhenItGetsItsText() {
    assertThat(List.of(wanted().orElseThrow(), wanted().orElseThrow()))
        .extracting(Passages.Wanted::transcriptId)
        .containsExactly(transcript, other);
    assertThat(wanted()).isEmpty();
  }

  @Test
  void whoTakesATranscriptAndDoesNotMakeItsPassagesLeavesItToOthers() {
    assertThat(take(Duration.ZERO)).isEqualTo(take(Duration.ofHours(1)));
    Passages.Wanted first = wanted(Duration.ZERO).orElseThrow();
    Passages.Wanted second = wanted(Duration.ZERO).orElseThrow();
    assertThat(second.transcriptId()).isEqualTo(first.transcriptId()).isEqualTo(other);
    work.run(s -> s.get(Passages.class).dropWanted(first));
    Passages.Wanted last = wanted(Duration.ZERO).orElseThrow();
    work.run(s -> s.get(Passages.class).dropWanted(last));
    assertThat(wanted()).isEmpty();
  }

  @Test
  void itIsCountedHowOftenATranscriptIsTaken() {
    assertThat(wanted(Duration.ZERO).orElseThrow().attempts()).isEqualTo(1);
    keep(new KeptPassages("f", null, List.of()));
    assertThat(wanted().orElseThrow())
        .as("passages without vectors are there, and may be made again")
        .returns(transcript, Passages.Wanted::transcriptId)
        .returns(2, Passages.Wanted::attempts);
    assertThat(wanted().orElseThrow().attempts()).isEqualTo(1);
  }

  private long take(Duration mine) {
    return wanted(mine).orElseThrow().transcriptId();
  }

  private Optional<Passages.Wanted> wanted() {
    return wanted(Duration.ofHours(1));
  }

  private Optional<Passages.Wanted> wanted(Duration mine) {
    return work.in(s -> s.get(Passages.class).takeWanted(mine));
  }

  @Test
  void silenceHasPassagesThatAreNone() {
    keep(new KeptPassages("f", null, List.of()));
    assertThat(passages(transcript).orElseThrow().passages()).isEmpty();
  }

  @Test
  void aConversationKeepsItsLastExchangesInOrderAndBelongsToItsTranscript() {
    for (int i = 0; i < 5; i++) {
      say(transcript, "s", "q" + i);
    }
    assertThat(talk(transcript, "s")).containsExactly("q2", "q3", "q4");
    assertThat(conversation(other, "s")).isEmpty();
    assertThat(conversation(transcript, "t")).isEmpty();
  }

  @Test
  void theConversationsThatWereSilentForTheLongestGo() {
    say(transcript, "a", "1");
    say(transcript, "b", "2");
    say(other, "a", "x");
    say(transcript, "a", "3");
    say(transcript, "c", "4");
    assertThat(conversation(transcript, "b")).isEmpty();
    assertThat(talk(transcript, "a")).containsExactly("1", "3");
    assertThat(talk(other, "a")).containsExactly("x");
  }

  @Test
  void aSummaryReplacesTheOneBeforeOfItsStyleOnly() {
    var first = new KeptSummary("f", "First.", "m", null);
    var second = new KeptSummary("g", "Second.", "m", "e");
    work.run(s -> s.get(KeptSummaries.class).keep(transcript, SummaryStyle.BRIEF, first));
    work.run(s -> s.get(KeptSummaries.class).keep(transcript, SummaryStyle.HEADLINE, first));
    work.run(s -> s.get(KeptSummaries.class).keep(transcript, SummaryStyle.BRIEF, second));
    assertThat(summary(SummaryStyle.BRIEF)).contains(second);
    assertThat(summary(SummaryStyle.HEADLINE)).contains(first);
    assertThat(summary(SummaryStyle.DETAILED)).isEmpty();
  }

  @Test
  void allOfItGoesWithTheTranscript() {
    keep(new KeptPassages("f", "m", List.of(passage("x"))));
    say(transcript, "s", "q");
    var kept = new KeptSummary("f", "First.", "m", null);
    work.run(s -> s.get(KeptSummaries.class).keep(transcript, SummaryStyle.BRIEF, kept));
    work.run(s -> s.get(Transcripts.class).remove(transcript));
    assertThat(passages(transcript)).isEmpty();
    assertThat(conversation(transcript, "s")).isEmpty();
    assertThat(summary(SummaryStyle.BRIEF)).isEmpty();
  }

  @Test
  void anExceptionUndoesAllOfIt() {
    assertThatThrownBy(
            () ->
                work.run(
                    s -> {
                      s.get(Passages.class)
                          .keep(transcript, new KeptPassages("f", null, List.of()), new float[0][]);
                      throw new IllegalStateException("no");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(passages(transcript)).isEmpty();
  }

  private Optional<KeptPassages> passages(long id) {
    return work.in(s -> s.get(Passages.class).find(id));
  }

  private Optional<List<Exchange>> conversation(long id, String session) {
    return work.in(s -> s.get(Conversations.class).find(id, session));
  }

  private void keep(KeptPassages set) {
    work.run(s -> s.get(Passages.class).keep(transcript, set, new float[0][]));
  }

  private void say(long id, String session, String question) {
    clock.move(Duration.ofSeconds(1));
    var exchange = new Exchange(question, "answer", clock.instant());
    work.run(s -> s.get(Conversations.class).add(id, session, exchange, 3, 2));
  }

  private List<String> talk(long id, String session) {
    return conversation(id, session).orElseThrow().stream().map(Exchange::question).toList();
  }

  private Optional<KeptSummary> summary(SummaryStyle style) {
    return work.in(s -> s.get(KeptSummaries.class).find(transcript, style));
  }
}
