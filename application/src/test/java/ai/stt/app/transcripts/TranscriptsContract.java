package ai.stt.app.transcripts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.app.job.JobDraft;
import ai.stt.app.job.Jobs;
import ai.stt.app.storage.PageRequest;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.app.testing.MovableClock;
import ai.stt.app.testing.Platform;
import ai.stt.platform.job.Job;
import ai.stt.platform.job.JobOptions;
import ai.stt.platform.job.JobStatus;
import ai.stt.platform.job.Slug;
import ai.stt.platform.transcript.Heard;
import ai.stt.platform.transcript.StoredSegment;
import ai.stt.platform.transcript.TranscriptHead;
import ai.stt.speech.diarization.SpeakerTurn;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import ai.stt.speech.transcript.Segment;
import ai.stt.speech.transcript.Word;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of transcripts does, seen through the use cases that read and edit. */
public abstract class TranscriptsContract {
  private static final List<SpeakerTurn> TURNS =
      List.of(new SpeakerTurn(0, 4.5, 1), new SpeakerTurn(4, 9.25, 2));

  private final MovableClock clock = new MovableClock("2026-03-14T09:26:53Z");
  private final SecureRandom random = new SecureRandom();

  @SuppressWarnings("NullAway.Init") // set before each test
  private UnitOfWork work;

  @SuppressWarnings("NullAway.Init")
  private ReadTranscripts read;

  @SuppressWarnings("NullAway.Init")
  private EditTranscript edit;

  private long ada;
  private long bob;

  /** Stores without contents. */
  protected abstract UnitOfWork emptyStores();

  @BeforeEach
  void begin() {
    work = emptyStores();
    var platform = new Platform(work, clock);
    ada = platform.account("ada@example.org", Platform.SMALL).id();
    bob = platform.account("bob@example.org", Platform.SMALL).id();
    read = new ReadTranscripts(work);
    edit = new EditTranscript(work);
  }

  @Test
  void aTranscriptIsFoundByNumberAndSlugByItsOwnerOnly() {
    TranscriptHead head = completed(ada, "Talk", "en", "Hello there.");
    assertThat(read.head(ada, new TranscriptRef.ById(head.id()))).isEqualTo(head);
    assertThat(read.head(ada, slug(head))).isEqualTo(head);
    assertThat(head.heard()).isEqualTo(new Heard("base", "en", 0.75, 9.5, TURNS));
    refused(() -> read.head(bob, slug(head)), ErrorCode.NOT_FOUND);
    refused(() -> read.whole(bob, new TranscriptRef.ById(head.id())), ErrorCode.NOT_FOUND);
    refused(() -> read.head(ada, new TranscriptRef.ById(Long.MAX_VALUE)), ErrorCode.NOT_FOUND);
  }

  @Test
  void segmentsComeBackWithTheirWordsAndSpeakers() {
    TranscriptHead head = completed(ada, "Talk", "en", "Hello there.", "Über \"uns\" \\ 中文 🎧");
    var whole = read.whole(ada, slug(head));
    assertThat(whole.segments()).extracting(StoredSegment::order).containsExactly(0, 1);
    assertThat(whole.segments())
        .extracting(StoredSegment::segment)
        .containsExactly(segment(0, "Hello there."), segment(1, "Über \"uns\" \\ 中文 🎧"));
    assertThat(whole.speakers()).containsExactly("Speaker 1", "Speaker 2");
    assertThat(whole.transcript().text()).isEqualTo("Hello there. Über \"uns\" \\ 中文 🎧");
    var second = read.segments(ada, slug(head), new PageRequest(5, 1));
    assertThat(second.count()).isEqualTo(2);
    assertThat(second.results()).containsExactly(whole.segments().get(1));
  }

  @Test
  void listsAreNewestFirstAndPaged() {
    TranscriptHead first = queued(ada, "one");
    clock.move(Duration.ofMinutes(1));
    TranscriptHead second = completed(ada, "two", "en", "x").withoutTurns();
    queued(bob, "not hers");
    assertThat(list(TranscriptFilter.ALL)).containsExactly(second, first);
    var rest = read.list(ada, TranscriptFilter.ALL, new PageRequest(1, 1));
    assertThat(rest.count()).isEqualTo(2);
    assertThat(rest.results()).containsExactly(first);
    var none = read.list(ada, TranscriptFilter.ALL, new PageRequest(1, 1_000_000_000));
    assertThat(none.count()).isEqualTo(2);
    assertThat(none.results()).isEmpty();
  }

  @Test
  void listsAreFiltered() {
    TranscriptHead waiting = queued(ada, "waiting");
    var noon = clock.instant().plusSeconds(60);
    clock.set(noon.toString());
    TranscriptHead german = completed(ada, "Gespräch", "de", "Guten Tag.").withoutTurns();
    assertThat(list(filter(JobStatus.QUEUED, null, null))).containsExactly(waiting);
    assertThat(list(filter(JobStatus.COMPLETED, "de", null))).containsExactly(german);
    assertThat(list(filter(null, "en", null))).isEmpty();
    assertThat(list(filter(null, "' or 1=1 --", null))).isEmpty();
    assertThat(list(new TranscriptFilter(null, null, noon, null, null))).containsExactly(german);
    assertThat(list(new TranscriptFilter(null, null, null, noon, null))).containsExactly(waiting);
  }

  @Test
  void wordsOfTitleAndTextAreFound() {
    TranscriptHead talk =
        completed(ada, "Board meeting", "en", "We discussed the budget.").withoutTurns();
    completed(ada, "Other", "en", "Nothing of that.");
    completed(bob, "Board meeting", "en", "We discussed the budget.");
    assertThat(list(filter(null, null, "budget"))).containsExactly(talk);
    assertThat(list(filter(null, null, "BOARD Discussed"))).containsExactly(talk);
    assertThat(list(filter(null, null, "budget absent"))).isEmpty();
    assertThat(list(filter(null, null, "'); drop table transcript; --"))).isEmpty();
    edit.rename(ada, slug(talk), "Retreat");
    assertThat(list(filter(null, null, "board"))).isEmpty();
    assertThat(list(filter(null, null, "retreat budget"))).hasSize(1);
    long segment = read.whole(ada, slug(talk)).segments().getFirst().id();
    edit.changeSegment(ada, slug(talk), segment, "We discussed holidays.", null);
    assertThat(list(filter(null, null, "budget"))).isEmpty();
    assertThat(list(filter(null, null, "holidays"))).hasSize(1);
  }

  @Test
  void wordsOfScriptsWithoutSpacesAreFoundWhereverTheyStand() {
    TranscriptHead chinese = completed(ada, "第3次 Meeting", "zh", "你好世界,我们开始。").withoutTurns();
    TranscriptHead japanese = completed(ada, "会議", "ja", "東京でデータを見る。").withoutTurns();
    TranscriptHead thai = completed(ada, "x", "th", "สวัสดีชาวโลก").withoutTurns();
    assertThat(list(filter(null, null, "世界"))).containsExactly(chinese);
    assertThat(list(filter(null, null, "你好世界 meeting"))).containsExactly(chinese);
    assertThat(list(filter(null, null, "第"))).containsExactly(chinese);
    assertThat(list(filter(null, null, "データ"))).containsExactly(japanese);
    assertThat(list(filter(null, null, "東京で"))).containsExactly(japanese);
    assertThat(list(filter(null, null, "ชาวโลก"))).containsExactly(thai);
    assertThat(list(filter(null, null, "好世"))).containsExactly(chinese);
    assertThat(list(filter(null, null, "世好"))).isEmpty();
    assertThat(list(filter(null, null, "世界 東京"))).isEmpty();
    assertThat(list(filter(null, null, "世界') ; & | !"))).containsExactly(chinese);
    edit.rename(ada, slug(thai), "世界");
    assertThat(list(filter(null, null, "世界"))).hasSize(2);
  }

  @Test
  void aCorrectedSegmentHasNoWordsButANewSpeakerKeepsThem() {
    TranscriptHead head = completed(ada, "Talk", "en", "Hello there.", "And you.");
    StoredSegment old = read.whole(ada, slug(head)).segments().getFirst();
    StoredSegment spoken = edit.changeSegment(ada, slug(head), old.id(), null, " Ada ");
    assertThat(spoken.segment().words()).extracting(Word::speaker).containsOnly("Ada");
    StoredSegment written = edit.changeSegment(ada, slug(head), old.id(), " Hallo! ", null);
    assertThat(written.segment().words()).isEmpty();
    assertThat(written.segment().text()).isEqualTo("Hallo!");
    assertThat(written.segment().speaker()).isEqualTo("Ada");
    assertThat(read.whole(ada, slug(head)).segments().getFirst()).isEqualTo(written);
    refused(() -> edit.changeSegment(ada, slug(head), old.id(), " ", null), INVALID);
    refused(() -> edit.changeSegment(ada, slug(head), old.id(), null, "a\nb"), INVALID);
    refused(() -> edit.changeSegment(ada, slug(head), -1, "x", null), ErrorCode.NOT_FOUND);
    refused(() -> edit.changeSegment(bob, slug(head), old.id(), "x", null), ErrorCode.NOT_FOUND);
    TranscriptHead other = completed(ada, "Other", "en", "x");
    refused(() -> edit.changeSegment(ada, slug(other), old.id(), "x", null), ErrorCode.NOT_FOUND);
  }

  @Test
  void speakersAreRenamedEverywhereAndMayBecomeOne() {
    TranscriptHead head = completed(ada, "Talk", "en", "One.", "Two.", "Three.");
    edit.renameSpeakers(ada, slug(head), Map.of("Speaker 1", "Ada"));
    var whole = read.whole(ada, slug(head));
    assertThat(whole.speakers()).containsExactly("Ada", "Speaker 2");
    assertThat(whole.segments().get(2).segment().words())
        .extracting(Word::speaker)
        .containsOnly("Ada");
    edit.renameSpeakers(ada, slug(head), Map.of("Speaker 2", "Ada"));
    assertThat(read.whole(ada, slug(head)).speakers()).containsExactly("Ada");
    refused(() -> edit.renameSpeakers(ada, slug(head), Map.of("Nobody", "X")), INVALID);
    refused(() -> edit.renameSpeakers(ada, slug(head), Map.of("Ada", " ")), INVALID);
  }

  @Test
  void titlesAreChecked() {
    TranscriptHead head = queued(ada, "x");
    refused(() -> edit.rename(ada, slug(head), "a\r\nSet-Cookie: b"), INVALID);
    refused(() -> edit.rename(ada, slug(head), "x".repeat(301)), INVALID);
    edit.rename(ada, slug(head), " Robert'); drop table transcript; -- ");
    assertThat(read.head(ada, slug(head)).title()).isEqualTo("Robert'); drop table transcript; --");
  }

  @Test
  void whatIsKeptAgainReplacesWhatWasThere() {
    TranscriptHead head = completed(ada, "Talk", "en", "One.", "Two.");
    work.run(
        stores ->
            stores
                .get(Transcripts.class)
                .keep((Job.Completed) head.job(), new Heard("base", "en", 1, 5, null), List.of()));
    assertThat(read.whole(ada, slug(head)).segments()).isEmpty();
  }

  private static final ErrorCode INVALID = ErrorCode.INVALID_REQUEST;

  private static void refused(ThrowingCallable call, ErrorCode code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(SpeechException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private static TranscriptRef slug(TranscriptHead head) {
    return new TranscriptRef.BySlug(head.job().order().slug());
  }

  private static TranscriptFilter filter(
      @Nullable JobStatus status, @Nullable String language, @Nullable String query) {
    return new TranscriptFilter(status, language, null, null, query);
  }

  private List<TranscriptHead> list(TranscriptFilter filter) {
    return read.list(ada, filter, PageRequest.FIRST).results();
  }

  private TranscriptHead queued(long accountId, String title) {
    return work.in(
        stores -> {
          Jobs jobs = stores.get(Jobs.class);
          jobs.lockQueue(accountId);
          Job job =
              jobs.add(
                  new JobDraft(
                      Slug.random(random),
                      accountId,
                      title,
                      new JobOptions("base", null, null, true, 0),
                      Slug.random(random),
                      30,
                      null,
                      9,
                      clock.instant()));
          return new TranscriptHead(job, title, null);
        });
  }

  private TranscriptHead completed(
      long accountId, String title, String language, String... sentences) {
    TranscriptHead head = queued(accountId, title);
    List<Segment> segments =
        java.util.stream.IntStream.range(0, sentences.length)
            .mapToObj(i -> segment(i, sentences[i]))
            .toList();
    return work.in(
        stores -> {
          Job.Running running = ((Job.Queued) head.job()).taken("w", clock.instant());
          Transcripts transcripts = stores.get(Transcripts.class);
          transcripts.keep(
              running.completed(clock.instant(), 1),
              new Heard("base", language, 0.75, 9.5, TURNS),
              segments);
          return transcripts.find(accountId, slug(head)).orElseThrow();
        });
  }

  private static Segment segment(int number, String text) {
    String speaker = "Speaker " + (number % 2 + 1);
    var word = new Word(text.split(" ", -1)[0], number, number + 0.5, 0.125, speaker);
    return new Segment(number, number + 1, text, 0.25, List.of(word), speaker);
  }
}
