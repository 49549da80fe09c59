package ai.stt.app.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.platform.credit.LedgerEntry;
import ai.stt.platform.job.Job;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** From the order to the transcript and its price, over any stores. */
@Timeout(60)
public abstract class WorkersContract extends JobsAtWork {
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
}
