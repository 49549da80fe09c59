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
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Orders and workers over any stores; the books agree at the end of each test. */
@Timeout(60)
public abstract class JobsAtWork {
  static final Duration LONG = Duration.ofSeconds(30);

  final ScriptedSpeech speech = new ScriptedSpeech();
  final InMemoryBlobs blobs = new InMemoryBlobs();

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @SuppressWarnings("NullAway.Init") // set before each test
  JobPlatform jobs;

  @SuppressWarnings("NullAway.Init")
  Platform platform;

  long ada;
  int files;

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

  JobPlatform server() throws IOException {
    return server(JobPlatform.QUICK);
  }

  JobPlatform server(JobSettings settings) throws IOException {
    return server(settings, Clock.systemUTC());
  }

  JobPlatform server(JobSettings settings, InstantSource clock) throws IOException {
    var recordings = new Recordings(blobs, folder.resolve("scratch"), clock);
    return JobPlatform.scripted(platform, recordings, speech, settings, clock);
  }

  int entries(LedgerEntry.Kind kind) {
    return (int)
        platform.credits.entries(ada, Long.MAX_VALUE, 100).stream()
            .filter(entry -> entry.draft().kind() == kind)
            .count();
  }

  CreditSummary credits() {
    return platform.credits.summary(ada, Platform.SMALL);
  }

  Job submit(String script) throws IOException {
    return submit(script, "base", null);
  }

  Job submit(String script, String model, @Nullable String key) throws IOException {
    return jobs.submit.submit(order(ada, Platform.SMALL, script, model, key));
  }

  Job submit(String script, URI webhook) throws IOException {
    Submission plain = order(ada, Platform.SMALL, script, "base", null);
    return jobs.submit.submit(
        new Submission(
            ada, plain.plan(), plain.title(), plain.options(), plain.file(), webhook, null));
  }

  Submission order(long account, Plan plan, String script, String model, @Nullable String key)
      throws IOException {
    return new Submission(account, plan, "talk.wav", options(model), file(script), null, key);
  }

  static JobOptions options(String model) {
    return new JobOptions(model, null, null, true, 0);
  }

  Path file(String script) throws IOException {
    return Files.writeString(folder.resolve("upload-" + files++), script);
  }

  Job end(Job job) throws InterruptedException {
    return jobs.await.await(job.order().id(), LONG).orElseThrow();
  }

  Job look(Job job) {
    return platform.work.in(stores -> stores.get(Jobs.class).find(job.order().id())).orElseThrow();
  }

  void awaitRunning(Job job) {
    while (!(look(job) instanceof Job.Running) || speech.transcribed() == 0) {
      Thread.onSpinWait();
    }
  }

  /** Until no worker is busy: the one whose job was called off has noticed. */
  void awaitQuiet() {
    while (jobs.queue.running() > 0) {
      Thread.onSpinWait();
    }
  }

  /** Until so many recordings are left: the workers' own keeper deletes them, too. */
  void awaitRecordings(int left) {
    while (blobs.size() > left) {
      Thread.onSpinWait();
    }
    assertThat(blobs.size()).isEqualTo(left);
  }

  static TranscriptRef ref(Job job) {
    return new TranscriptRef.ById(job.order().id());
  }

  static void refused(ThrowingCallable call, ErrorCode code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(SpeechException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
