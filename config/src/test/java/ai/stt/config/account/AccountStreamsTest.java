package ai.stt.config.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.stt.app.live.ChargeStream;
import ai.stt.app.live.KeepStream;
import ai.stt.app.testing.Platform;
import ai.stt.app.transcripts.ReadTranscripts;
import ai.stt.app.transcripts.TranscriptRef;
import ai.stt.app.transcripts.Transcripts;
import ai.stt.app.usage.UsageLog;
import ai.stt.persistence.PlatformStores;
import ai.stt.platform.job.Job;
import ai.stt.platform.transcript.StoredTranscript;
import ai.stt.platform.usage.DailyUsage;
import ai.stt.platform.usage.Usage;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import ai.stt.speech.transcript.Segment;
import ai.stt.speech.transcript.Transcript;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class AccountStreamsTest {
  @Test
  void eachStartedMinuteIsPaidOnceAndTheTranscriptIsThatOfACompletedJob(@TempDir Path folder)
      throws Exception {
    try (var migrated = new MigratedDatabase(folder)) {
      var platform = new Platform(PlatformStores.on(migrated.database()), Clock.systemUTC());
      long account = platform.account("ada@example.org", Platform.SMALL).id();
      var charge = new ChargeStream(platform.work, platform.spend, platform.credits);

      ChargeStream.Bill bill = charge.open(account, Platform.SMALL, "one");
      bill.upTo(Duration.ofSeconds(60));
      bill.upTo(Duration.ofSeconds(61));
      bill.upTo(Duration.ofSeconds(62));
      charge.open(account, Platform.SMALL, "one").upTo(Duration.ofSeconds(61)); // once more
      assertThat(bill.charged()).isEqualTo(2);
      assertThat(platform.credits.summary(account, Platform.SMALL).used()).isEqualTo(2);

      var said = new Segment(0.5, 1.5, "Hello there.", 0.9, List.of(), null);
      var transcript = new Transcript("en", 1, 62, List.of(said));
      var keep = new KeepStream(platform.work, Clock.systemUTC());
      Instant start = Instant.now();
      KeepStream.Kept broken =
          keep.keep(null, account, "base", transcript, start, Duration.ofSeconds(30), 1);
      KeepStream.Kept resumed =
          keep.keep(broken, account, "base", transcript, start, Duration.ofSeconds(62), 2);
      long id = resumed.id();
      assertThat(id).isEqualTo(broken.id());
      Usage used = used(platform, account);
      assertThat(used.minutes()).isCloseTo(62 / 60.0, within(1e-6));
      assertThat(used).isEqualTo(new Usage(0, 1, used.minutes(), 2));
      StoredTranscript kept =
          new ReadTranscripts(platform.work).whole(account, new TranscriptRef.ById(id));
      assertThat(kept.text()).isEqualTo("Hello there.");
      assertThat(kept.head().job()).isInstanceOf(Job.Completed.class);
      assertThat(kept.head().title()).startsWith("Live 20");

      ChargeStream.Bill dear = charge.open(account, Platform.SMALL, "two");
      assertThatThrownBy(() -> dear.upTo(Duration.ofMinutes(9)))
          .isInstanceOfSatisfying(
              SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_CREDITS));
      assertThat(dear.charged()).isEqualTo(8);
      assertThat(platform.credits.audit()).isEmpty();

      platform.work.run(stores -> stores.get(Transcripts.class).remove(id));
      KeepStream.Kept afresh =
          keep.keep(resumed, account, "base", transcript, start, Duration.ofSeconds(63), 2);
      assertThat(afresh.id()).as("a removed transcript stays removed").isNotEqualTo(id);
    }
  }

  private static Usage used(Platform platform, long account) {
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    return platform
        .work
        .in(stores -> stores.get(UsageLog.class).between(account, today.minusDays(1), today))
        .stream()
        .map(DailyUsage::usage)
        .reduce(Usage.NONE, Usage::plus);
  }
}
