package ai.stt.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.app.blob.InMemoryBlobs;
import ai.stt.app.job.Recordings;
import ai.stt.app.job.Submission;
import ai.stt.app.storage.PageRequest;
import ai.stt.app.testing.JobPlatform;
import ai.stt.app.testing.MovableClock;
import ai.stt.app.testing.Platform;
import ai.stt.app.testing.ScriptedSpeech;
import ai.stt.app.text.KeptSummaries;
import ai.stt.app.text.KeptSummaries.KeptSummary;
import ai.stt.app.text.SummaryStyle;
import ai.stt.app.transcripts.ReadTranscripts;
import ai.stt.app.transcripts.TranscriptFilter;
import ai.stt.app.transcripts.TranscriptRef;
import ai.stt.app.webhook.ReadDeliveries;
import ai.stt.app.webhook.ShareWebhookSecret;
import ai.stt.app.webhook.WebhookDelivery;
import ai.stt.persistence.database.Database;
import ai.stt.persistence.database.DatabaseBackup;
import ai.stt.persistence.testing.TestPostgres;
import ai.stt.platform.job.Job;
import ai.stt.platform.job.JobOptions;
import ai.stt.platform.transcript.StoredTranscript;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BackupTest {
  private static final String NAME = "A \\N, a \\t, Ünïcode 😀 and 'quotes'";
  private final MovableClock clock = new MovableClock("2026-03-14T09:26:53Z");
  @TempDir Path folder;

  @Test
  void whatWasSavedIsThereAfterwardsAndGoesOn() throws Exception {
    Path file = folder.resolve("stt.backup");
    try (var original = TestPostgres.migrated();
        var copy = TestPostgres.migrated()) {
      Platform before = platform(original);
      var signedUp = before.signUp.signUp("ada@example.org", "a long enough phrase", NAME);
      long id = signedUp.account().id();
      before.spend.hold(id, Platform.SMALL, 4, "job:1");
      before.spend.settle(id, "job:1", 3);
      new DatabaseBackup(original).backup(file);

      new DatabaseBackup(copy).restore(file);
      Platform after = platform(copy);
      assertThat(after.accounts.read(id)).isEqualTo(before.accounts.read(id));
      assertThat(after.authenticate.authenticate(signedUp.key().secret().reveal()).account())
          .isEqualTo(signedUp.account());
      assertThat(after.credits.audit()).isEmpty();
      assertThat(after.account("eve@example.org", Platform.SMALL).id()).isGreaterThan(id);
      after.spend.hold(id, Platform.SMALL, 1, "job:2");
      assertThatThrownBy(() -> copy.useTransaction(h -> h.execute("delete from ledger")))
          .hasMessageContaining("append-only");

      refused(ErrorCode.CONFLICT, () -> new DatabaseBackup(copy).restore(file));
      refused(ErrorCode.CONFLICT, () -> new DatabaseBackup(original).backup(file));
    }
  }

  @Test
  void aTranscriptItsSegmentsItsWebhookAndItsSummaryAreThereAfterwards() throws Exception {
    Path file = folder.resolve("stt.backup");
    var summary = new KeptSummary("aa", NAME, "extractive", null);
    try (var original = TestPostgres.migrated();
        var copy = TestPostgres.migrated()) {
      Platform before = platform(original);
      long ada = before.account("ada@example.org", Platform.SMALL).id();
      StoredTranscript said = order(before, ada);
      long id = said.head().id();
      before.work.run(
          stores -> stores.get(KeptSummaries.class).keep(id, SummaryStyle.BRIEF, summary));
      var secret = new ShareWebhookSecret(before.work, clock).rotate(ada);
      List<WebhookDelivery> told = deliveries(before, ada);
      assertThat(told).hasSize(1);
      new DatabaseBackup(original).backup(file);

      new DatabaseBackup(copy).restore(file);
      Platform after = platform(copy);
      var read = new ReadTranscripts(after.work);
      assertThat(read.whole(ada, new TranscriptRef.ById(id))).isEqualTo(said);
      var found = new TranscriptFilter(null, null, null, null, "there");
      assertThat(read.list(ada, found, PageRequest.FIRST).count()).isEqualTo(1);
      assertThat(deliveries(after, ada)).isEqualTo(told);
      assertThat(new ShareWebhookSecret(after.work, clock).of(ada)).isEqualTo(secret);
      var kept =
          after.work.in(stores -> stores.get(KeptSummaries.class).find(id, SummaryStyle.BRIEF));
      assertThat(kept).contains(summary);
      assertThat(order(after, ada).head().id()).isGreaterThan(id);
    }
  }

  private StoredTranscript order(Platform platform, long account) throws Exception {
    var recordings = new Recordings(new InMemoryBlobs(), folder.resolve("scratch"), clock);
    Path talk = Files.writeString(folder.resolve("talk"), "5 say Hello there. And you.");
    try (var jobs =
        JobPlatform.scripted(
            platform, recordings, new ScriptedSpeech(), JobPlatform.QUICK, clock)) {
      var options = new JobOptions("base", null, null, true, 0);
      URI hook = URI.create("https://hook.test/");
      Job job =
          jobs.submit.submit(
              new Submission(account, Platform.SMALL, NAME, options, talk, hook, null));
      jobs.workers.start();
      long id = job.order().id();
      assertThat(jobs.await.await(id, Duration.ofSeconds(30)))
          .containsInstanceOf(Job.Completed.class);
      StoredTranscript whole = jobs.read.whole(account, new TranscriptRef.ById(id));
      assertThat(whole.segments()).hasSize(2);
      return whole;
    }
  }

  private static List<WebhookDelivery> deliveries(Platform platform, long account) {
    return new ReadDeliveries(platform.work).list(account, PageRequest.FIRST).results();
  }

  @Test
  void whatIsNoWholeBackupChangesNothing() throws Exception {
    Path garbage = Files.writeString(folder.resolve("garbage"), "no zip at all");
    Path file = folder.resolve("stt.backup");
    try (var original = TestPostgres.migrated();
        var copy = TestPostgres.migrated()) {
      platform(original).account("ada@example.org", Platform.SMALL);
      new DatabaseBackup(original).backup(file);
      byte[] whole = Files.readAllBytes(file);
      Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, whole.length / 2));
      refused(ErrorCode.INVALID_REQUEST, () -> new DatabaseBackup(copy).restore(garbage));
      assertThatThrownBy(() -> new DatabaseBackup(copy).restore(cut))
          .isInstanceOf(SpeechException.class);
      long accounts =
          copy.inTransaction(
              h -> h.createQuery("select count(*) from account").mapTo(Long.class).one());
      assertThat(accounts).isZero();
      copy.useTransaction(
          h -> h.execute("insert into databasechangelog values ('x','x','x',now(),99,'x','x')"));
      refused(ErrorCode.CONFLICT, () -> new DatabaseBackup(copy).restore(file));
    }
  }

  private Platform platform(Database database) {
    return new Platform(PlatformStores.on(database), clock);
  }

  private static void refused(ErrorCode code, ThrowingCallable work) {
    assertThatThrownBy(work)
        .isInstanceOfSatisfying(SpeechException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
