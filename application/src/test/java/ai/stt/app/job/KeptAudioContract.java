package ai.stt.app.job;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.account.ChangeAccount;
import ai.stt.app.blob.Blob;
import ai.stt.app.testing.Platform;
import ai.stt.platform.account.Plan;
import ai.stt.platform.job.Job;
import ai.stt.speech.error.ErrorCode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of recordings when their jobs have ended, over any stores. */
@Timeout(60)
public abstract class KeptAudioContract extends JobsAtWork {
  @Test
  void anAccountThatKeepsItsAudioHasItForTheDaysOfItsPlanUnlessItDeletesIt() throws Exception {
    platform.grant.grant(ada, 10, "invoice");
    platform.change.change(ada, keepAudio(true));
    jobs.workers.start();
    Job first = end(submit(Platform.BOUGHT, "60 say Kept."));
    Job second = end(submit(Platform.BOUGHT, "60 say Deleted."));
    assertThat(end(submit("60 say This plan keeps none.")).order().recording()).isNull();
    platform.change.change(ada, keepAudio(false));
    assertThat(end(submit(Platform.BOUGHT, "60 say Gone.")).order().recording()).isNull();
    try (Blob content = jobs.audio.open(ada, ref(first)).content()) {
      assertThat(content.content()).hasContent("60 say Kept.");
    }
    jobs.audio.delete(ada, ref(second));
    refused(() -> jobs.audio.open(ada, ref(second)), ErrorCode.NOT_FOUND);
    refused(() -> jobs.audio.delete(ada, ref(second)), ErrorCode.NOT_FOUND);
    awaitRecordings(1);
    assertThat(jobs.read.whole(ada, ref(second)).text()).isEqualTo("Deleted.");

    Instant end = Objects.requireNonNull(look(first).finished());
    int days = Platform.BOUGHT.audioDays();
    assertThat(expired(end.plus(Duration.ofDays(days)).minusSeconds(1))).isZero();
    assertThat(expired(end.plus(Duration.ofDays(days)).plusSeconds(1))).isEqualTo(1);
    awaitRecordings(0);
    refused(() -> jobs.audio.open(ada, ref(first)), ErrorCode.NOT_FOUND);
  }

  @Test
  void theRecordingOfAJobThatIsNotDoneIsNotDeletedAlone() throws Exception {
    Job job = submit("60 say Later.");
    refused(() -> jobs.audio.delete(ada, ref(job)), ErrorCode.CONFLICT);
    long bob = platform.account("bob@example.org", Platform.SMALL).id();
    refused(() -> jobs.audio.open(bob, ref(job)), ErrorCode.NOT_FOUND);
  }

  private int expired(Instant now) {
    return platform.work.in(stores -> stores.get(Jobs.class).dropExpiredRecordings(now, 10));
  }

  private Job submit(Plan plan, String script) throws IOException {
    return jobs.submit.submit(order(ada, plan, script, "base", null));
  }

  private static ChangeAccount.Change keepAudio(boolean wanted) {
    return new ChangeAccount.Change(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(wanted));
  }
}
