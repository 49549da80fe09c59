package ai.stt.app.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.app.model.EnginesLost;
import ai.stt.app.storage.PageRequest;
import ai.stt.app.testing.JobPlatform;
import ai.stt.app.webhook.ReadDeliveries;
import ai.stt.app.webhook.WebhookDelivery;
import ai.stt.app.webhook.WebhookMessage;
import ai.stt.platform.credit.LedgerEntry;
import ai.stt.platform.job.Job;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** From the order to the transcript and its price, over any stores. */
@Timeout(60)
public abstract class WorkersContract extends JobsAtWork {
  private static final URI HOOK = URI.create("https://hook.test/x");

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
    awaitRecordings(0);
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
      platform.work.run(stores -> stores.get(Jobs.class).claim("dead", false, past, past));
      assertThat(jobs.recover.recover(Instant.now())).isEqualTo(1);
    }
    Job.Failed failed = (Job.Failed) end(job);
    assertThat(failed.reason()).contains("2 workers");
    assertThat(jobs.recover.recover(Instant.now())).isZero();
    assertThat(credits().balance()).isEqualTo(10);
  }

  @Test
  void aRecordingThatCannotBeReadNowHoldsUpNoOtherJobAndIsTriedAgain() throws Exception {
    jobs.close();
    jobs = server(patience(Duration.ofSeconds(20)));
    Job stuck = submit("61 say Late.");
    String recording = String.valueOf(stuck.order().recording());
    blobs.readable(recording, false);
    jobs.workers.start();
    assertThat(end(submit("60 say Done."))).isInstanceOf(Job.Completed.class);
    assertThat(look(stuck).ended()).isFalse();
    blobs.readable(recording, true);
    Job done = end(stuck);
    assertThat(done).isInstanceOf(Job.Completed.class);
    assertThat(done.attempts()).isEqualTo(1);
  }

  @Test
  void aRecordingThatCanNeverBeReadEndsItsJobWithThatReason() throws Exception {
    jobs.close();
    jobs = server(impatient());
    Job stuck = submit("61 say Never.");
    blobs.readable(String.valueOf(stuck.order().recording()), false);
    jobs.workers.start();
    Job.Failed failed = (Job.Failed) end(stuck);
    assertThat(failed.code()).isEqualTo(ErrorCode.DEPENDENCY_FAILED);
    assertThat(failed.reason()).contains("could not read the recording");
    assertThat(credits().balance()).isEqualTo(10);
  }

  @Test
  void aJobThatNeverFitsHoldsUpNoOtherAndComesToAnEnd() throws Exception {
    jobs.close();
    jobs = server(impatient());
    Job large = submit("61 never");
    Job small = submit("60 say Done.");
    jobs.workers.start();
    assertThat(end(small)).isInstanceOf(Job.Completed.class);
    Job.Failed failed = (Job.Failed) end(large);
    assertThat(failed.code()).isEqualTo(ErrorCode.OVERLOADED);
    assertThat(failed.reason()).contains("no memory");
    assertThat(credits().balance()).isEqualTo(9);
  }

  @Test
  void aJobThatEndsItsEnginesIsGivenUpAsOneThatEndsItsWorkers() throws Exception {
    jobs.close();
    jobs = server(impatient());
    Job crash = submit("61 crash");
    jobs.workers.start();
    Job.Failed failed = (Job.Failed) end(crash);
    assertThat(failed.attempts()).isEqualTo(2);
    assertThat(failed.reason()).contains("ended each time");
    assertThat(speech.transcribed()).isEqualTo(2 * EnginesLost.MOST_TRIES);
    assertThat(credits().balance()).isEqualTo(10);
  }

  @Test
  void aJobThatFindsNoEnginesIsNotGivenUpForThat() throws Exception {
    jobs.close();
    jobs = server(impatient());
    Job late = submit("61 late");
    jobs.workers.start();
    Job done = end(late);
    assertThat(done).isInstanceOf(Job.Completed.class);
    assertThat(done.attempts()).isEqualTo(1);
    assertThat(speech.transcribed()).isGreaterThan(EndJob.MOST_DELAYS);
  }

  /** Twenty tries in about a second. */
  private static JobSettings impatient() {
    return patience(Duration.ofMillis(800));
  }

  private static JobSettings patience(Duration patience) {
    JobSettings quick = JobPlatform.QUICK;
    return new JobSettings(
        quick.workers(),
        quick.mostWaiting(),
        quick.mostAttempts(),
        quick.lease(),
        quick.beat(),
        Duration.ofMillis(20),
        patience);
  }

  @Test
  void theWebhookHearsOfTheEndInTheSameStep() throws Exception {
    jobs.workers.start();
    Job done = end(submit("61 say Hello.", HOOK));
    Job failed = end(submit("30 fail", HOOK));
    end(submit("60 say Untold."));
    jobs.close();
    jobs = server();
    Job off = submit("60 say Never.", HOOK);
    jobs.cancel.cancel(ada, ref(off));
    List<WebhookMessage> told =
        new ReadDeliveries(platform.work)
            .list(ada, PageRequest.FIRST).results().stream().map(WebhookDelivery::message).toList();
    assertThat(told)
        .extracting(WebhookMessage::transcript)
        .containsExactlyInAnyOrder(done.order().id(), failed.order().id(), off.order().id());
    assertThat(told)
        .extracting(WebhookMessage::json)
        .anySatisfy(
            json ->
                assertThat(json)
                    .contains("\"type\":\"transcript.completed\"", "\"credits_used\":2")
                    .doesNotContain("Hello"))
        .anySatisfy(
            json ->
                assertThat(json)
                    .contains("\"type\":\"transcript.failed\"", "\"error_code\":\"internal\""))
        .anySatisfy(json -> assertThat(json).contains("transcript.canceled"));
    assertThat(told).allMatch(message -> message.target().equals(HOOK));
  }
}
