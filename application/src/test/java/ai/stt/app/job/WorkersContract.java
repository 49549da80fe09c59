package ai.stt.app.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.app.blob.InMemoryBlobs;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.app.testing.JobPlatform;
import ai.stt.app.testing.Platform;
import ai.stt.app.testing.ScriptedSpeech;
import ai.stt.app.transcripts.TranscriptRef;
import ai.stt.platform.account.Plan;
import ai.stt.platform.credit.CreditSummary;
import ai.stt.platform.credit.LedgerEntry;
import ai.stt.platform.job.Job;
import ai.stt.platform.job.JobOptions;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From the order to the transcript and its price, over any stores; the books agree at the end. */
@Timeout(60)
public abstract class WorkersContract {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final ScriptedSpeech speech = new ScriptedSpeech();
  private final InMemoryBlobs blobs = new InMemoryBlobs();

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @SuppressWarnings("NullAway.Init") // set before each test
  private JobPlatform jobs;

  @SuppressWarnings("NullAway.Init")
  private Platform platform;

  private long ada;
  private int files;

  /** Stores without contents. */
  protected abstract UnitOfWork emptyStores();

  @BeforeEach
  void begin() throws IOException {
    platform = new Platform(emptyStores(), Clock.systemUTC());
    ada = platform.account("ada@example.org", Platform.SMALL).id();
    jobs = server();
  }

  @AfterEach
  void theBooksAgreeAndNothingIsHeld() {
    jobs.close();
    assertThat(platform.credits.audit()).isEmpty();
    assertThat(credits().reserved()).isZero();
  }

  private JobPlatform server() throws IOException {
    var recordings = new Recordings(blobs, folder.resolve("scratch"), Clock.systemUTC());
    return JobPlatform.scripted(platform, recordings, speech, JobPlatform.QUICK, Clock.systemUTC());
  }

  @Test
  void aRecordingBecomesATranscriptAndCostsItsStartedMinutes() throws Exception {
    jobs.workers.start();
    Job job = submit("61 say Hello world. And you.");
    assertThat(job).isInstanceOf(Job.Queued.class);
    Job.Completed done = (Job.Completed) end(job);
    assertThat(done.creditsUsed()).isEqualTo(2);
    var whole = jobs.read.whole(ada, ref(job));
    assertThat(whole.text()).isEqualTo("Hello world. And you.");
    assertThat(whole.speakers()).containsExactly("A", "B");
    assertThat(whole.head().title()).isEqualTo("talk.wav");
    assertThat(credits().balance()).isEqualTo(8);
    var total = platform.usage.lastThirtyDays(ada).total();
    assertThat(total.transcriptions()).isEqualTo(1);
    assertThat(total.credits()).isEqualTo(2);
    assertThat(total.minutes()).isEqualTo(61 / 60.0);
    jobs.drop.drop();
    assertThat(blobs.size()).isZero();
  }

  @Test
  void whatFailsSaysWhyAndCostsNothing() throws Exception {
    jobs.workers.start();
    Job.Failed broken = (Job.Failed) end(submit("30 fail"));
    assertThat(broken.code()).isEqualTo(ErrorCode.INTERNAL);
    assertThat(broken.reason()).doesNotContain("secret");
    Job.Failed noMedia = (Job.Failed) end(submit("not a recording"));
    assertThat(noMedia.code()).isEqualTo(ErrorCode.UNSUPPORTED_MEDIA);
    Job.Failed dear = (Job.Failed) end(submit("601 say More than ten minutes."));
    assertThat(dear.code()).isEqualTo(ErrorCode.NO_CREDITS);
    assertThat(credits().balance()).isEqualTo(10);
    assertThat(speech.transcribed()).isEqualTo(1);
  }

  @Test
  void noModelRunsBeforeItsCreditsAreHeld() throws Exception {
    jobs.workers.start();
    Job job = submit("61 until " + folder.resolve("go"));
    while (speech.transcribed() == 0) {
      Thread.onSpinWait();
    }
    assertThat(credits().reserved()).isEqualTo(2);
    Files.createFile(folder.resolve("go"));
    assertThat(end(job)).isInstanceOf(Job.Completed.class);
  }

  @Test
  void ordersThatCannotBeServedAreRefusedAtOnce() throws IOException {
    refused(() -> submit("1 say x", "nonsense", null), ErrorCode.INVALID_REQUEST);
    refused(() -> submit("1 say x", "large", null), ErrorCode.FORBIDDEN);
    refused(() -> submit("1 say x", "medium", null), ErrorCode.MODEL_UNAVAILABLE);
    refused(() -> submit("1 say x", "base", "\u00e9"), ErrorCode.INVALID_REQUEST);
    for (int i = 0; i < JobPlatform.QUICK.mostWaiting(); i++) {
      submit("1 say x");
    }
    refused(() -> submit("1 say x"), ErrorCode.RATE_LIMITED);
    assertThat(blobs.size()).isEqualTo(JobPlatform.QUICK.mostWaiting());
    long poor = platform.account("poor@example.org", Platform.BOUGHT).id();
    refused(
        () -> jobs.submit.submit(order(poor, Platform.BOUGHT, "1 say x", "base", null)),
        ErrorCode.NO_CREDITS);
  }

  @Test
  void whatIsCalledOffStopsAndCostsNothing() throws Exception {
    Job waiting = submit("60 say Never.");
    jobs.cancel.cancel(ada, ref(waiting));
    assertThat(end(waiting)).isInstanceOf(Job.Canceled.class);
    jobs.workers.start();
    Job running = submit("60 until " + folder.resolve("never"));
    awaitRunning(running);
    jobs.cancel.cancel(ada, ref(running));
    assertThat(end(running)).isInstanceOf(Job.Canceled.class);
    Job done = end(submit("60 say Done."));
    refused(() -> jobs.cancel.cancel(ada, ref(done)), ErrorCode.CONFLICT);
    assertThat(credits().balance()).isEqualTo(9);
    awaitQuiet();
  }

  @Test
  void whatIsDeletedLeavesNothingWhateverItsState() throws Exception {
    Job waiting = submit("60 say Never.");
    jobs.delete.delete(ada, ref(waiting));
    jobs.workers.start();
    Job running = submit("60 until " + folder.resolve("never"));
    awaitRunning(running);
    jobs.delete.delete(ada, ref(running));
    refused(() -> jobs.await.await(running.order().id(), LONG), ErrorCode.CANCELED);
    Job done = end(submit("60 say Done."));
    jobs.delete.delete(ada, ref(done));
    refused(() -> jobs.delete.delete(ada, ref(done)), ErrorCode.NOT_FOUND);
    refused(() -> jobs.read.head(ada, ref(running)), ErrorCode.NOT_FOUND);
    assertThat(blobs.size()).isZero();
    assertThat(credits().balance()).isEqualTo(9);
    awaitQuiet();
  }

  @Test
  void twoDeletionsAtOnceDeleteOnce() throws Exception {
    Job job = submit("60 say x");
    List<CompletableFuture<Boolean>> tries =
        IntStream.range(0, 2)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> {
                          try {
                            jobs.delete.delete(ada, ref(job));
                            return true;
                          } catch (SpeechException e) {
                            assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND);
                            return false;
                          }
                        }))
            .toList();
    assertThat(tries.stream().filter(CompletableFuture::join)).hasSize(1);
  }

  @Test
  void aRepeatedRequestGetsTheFirstOnesJob() throws Exception {
    Job first = submit("60 say Once.", "base", "key-1");
    assertThat(submit("60 say Once.", "base", "key-1").order().id()).isEqualTo(first.order().id());
    refused(() -> submit("60 say Twice.", "base", "key-1"), ErrorCode.CONFLICT);
    assertThat(submit("60 say Once.", "base", "key-2").order().id())
        .isNotEqualTo(first.order().id());
    jobs.workers.start();
    end(first);
    assertThat(submit("60 say Once.", "base", "key-1")).isInstanceOf(Job.Completed.class);
    Job.Failed failed = (Job.Failed) end(submit("60 fail", "base", "key-3"));
    Job again = submit("60 fail", "base", "key-3");
    assertThat(again.order().id()).isNotEqualTo(failed.order().id());
    end(again);
    long bob = platform.account("bob@example.org", Platform.SMALL).id();
    Job bobs = jobs.submit.submit(order(bob, Platform.SMALL, "60 say Bob.", "base", "key-1"));
    assertThat(bobs.order().accountId()).isEqualTo(bob);
    jobs.await.await(bobs.order().id(), LONG);
  }

  @Test
  void theSameRequestSentTwentyTimesAtOnceIsOneJob() throws Exception {
    jobs.workers.start();
    Path file = file("60 say Once.");
    List<CompletableFuture<Long>> requests =
        IntStream.range(0, 20)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () ->
                            jobs.submit
                                .submit(
                                    new Submission(
                                        ada, Platform.SMALL, "t", options("base"), file, "k"))
                                .order()
                                .id()))
            .toList();
    assertThat(requests.stream().map(CompletableFuture::join).distinct()).hasSize(1);
    jobs.await.await(requests.getFirst().join(), LONG);
    assertThat(credits().used()).isEqualTo(1);
  }

  @Test
  void aStoppingServerGivesItsJobBackAndTheNextOneDoesIt() throws Exception {
    jobs.workers.start();
    Job job = submit("61 until " + folder.resolve("go"));
    awaitRunning(job);
    var waits =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return jobs.await.await(job.order().id(), LONG).isPresent();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    jobs.close();
    assertThatThrownBy(waits::join)
        .cause()
        .isInstanceOfSatisfying(
            SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SHUTTING_DOWN));
    Job given = look(job);
    assertThat(given).isInstanceOf(Job.Queued.class);
    assertThat(given.attempts()).isZero();
    Files.createFile(folder.resolve("go"));
    jobs = server();
    jobs.workers.start();
    assertThat(end(job)).isInstanceOf(Job.Completed.class);
    assertThat(entries(LedgerEntry.Kind.HOLD)).isEqualTo(1);
    assertThat(entries(LedgerEntry.Kind.SETTLE)).isEqualTo(1);
  }

  @Test
  void aJobThatKillsTwoWorkersIsGivenUp() throws Exception {
    Job job = submit("61 say Boom.");
    for (int i = 0; i < 2; i++) {
      assertThat(look(job)).isInstanceOf(Job.Queued.class);
      var past = Clock.systemUTC().instant().minusSeconds(100);
      platform.work.run(stores -> stores.get(Jobs.class).claim("dead", past, past));
      assertThat(jobs.recover.recover()).isEqualTo(1);
    }
    Job.Failed failed = (Job.Failed) end(job);
    assertThat(failed.reason()).contains("2 workers");
    assertThat(jobs.recover.recover()).isZero();
    assertThat(credits().balance()).isEqualTo(10);
  }

  private int entries(LedgerEntry.Kind kind) {
    return (int)
        platform.credits.entries(ada, Long.MAX_VALUE, 100).stream()
            .filter(entry -> entry.draft().kind() == kind)
            .count();
  }

  private CreditSummary credits() {
    return platform.credits.summary(ada, Platform.SMALL);
  }

  private Job submit(String script) throws IOException {
    return submit(script, "base", null);
  }

  private Job submit(String script, String model, @Nullable String key) throws IOException {
    return jobs.submit.submit(order(ada, Platform.SMALL, script, model, key));
  }

  private Submission order(
      long account, Plan plan, String script, String model, @Nullable String key)
      throws IOException {
    return new Submission(account, plan, "talk.wav", options(model), file(script), key);
  }

  private static JobOptions options(String model) {
    return new JobOptions(model, null, null, true, 0);
  }

  private Path file(String script) throws IOException {
    return Files.writeString(folder.resolve("upload-" + files++), script);
  }

  private Job end(Job job) throws InterruptedException {
    return jobs.await.await(job.order().id(), LONG).orElseThrow();
  }

  private Job look(Job job) {
    return platform.work.in(stores -> stores.get(Jobs.class).find(job.order().id())).orElseThrow();
  }

  private void awaitRunning(Job job) {
    while (!(look(job) instanceof Job.Running) || speech.transcribed() == 0) {
      Thread.onSpinWait();
    }
  }

  /** Until no worker is busy: the one whose job was called off has noticed. */
  private void awaitQuiet() {
    while (jobs.queue.running() > 0) {
      Thread.onSpinWait();
    }
  }

  private static TranscriptRef ref(Job job) {
    return new TranscriptRef.ById(job.order().id());
  }

  private static void refused(ThrowingCallable call, ErrorCode code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(SpeechException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
