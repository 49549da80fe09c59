package ai.stt.persistence.transcript;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.access.AccountLimits;
import ai.stt.app.access.ClientNetwork;
import ai.stt.app.access.HeldPlaces;
import ai.stt.app.access.InMemoryCounts;
import ai.stt.app.account.ChangeAccount;
import ai.stt.app.chat.ChatAboutTranscript;
import ai.stt.app.chat.MakePassages;
import ai.stt.app.cloud.RegisterInstance;
import ai.stt.app.job.JobSettings;
import ai.stt.app.job.Recordings;
import ai.stt.app.job.Submission;
import ai.stt.app.model.ChooseModel;
import ai.stt.app.storage.PageRequest;
import ai.stt.app.testing.FakeAnalyst;
import ai.stt.app.testing.FakeEmbedder;
import ai.stt.app.testing.FakeModels;
import ai.stt.app.testing.JobPlatform;
import ai.stt.app.testing.Platform;
import ai.stt.app.testing.ScriptedSpeech;
import ai.stt.app.text.ReadText;
import ai.stt.app.text.SummarizeText;
import ai.stt.app.text.SummarizeTranscript;
import ai.stt.app.text.SummaryStyle;
import ai.stt.app.text.TextModels;
import ai.stt.app.text.TextSettings;
import ai.stt.app.text.WriteText;
import ai.stt.app.transcripts.TranscriptRef;
import ai.stt.app.webhook.ShareWebhookSecret;
import ai.stt.app.webhook.WebhookAttempt;
import ai.stt.app.webhook.WebhookOutbox;
import ai.stt.app.writing.WritingListener;
import ai.stt.persistence.PlatformStores;
import ai.stt.persistence.access.JdbiSharedCounts;
import ai.stt.persistence.account.Argon2Passwords;
import ai.stt.persistence.blob.FolderBlobs;
import ai.stt.persistence.database.Database;
import ai.stt.persistence.testing.EmptyTables;
import ai.stt.platform.account.Account;
import ai.stt.platform.job.Job;
import ai.stt.platform.job.JobOptions;
import ai.stt.platform.key.SecretHash;
import ai.stt.plugin.Capability;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Searches every table and every file for a word that was said, written and named. A new table
 * fails the test until something is planted in it: so what it holds of an account is searched, too.
 */
@Timeout(60)
final class NothingRemainsTest {
  private static final String WORD = "zanzibar";
  private static final String PASSWORD = "a long enough phrase";

  /** Liquibase's own, and the list of recordings that are to be deleted. */
  private static final Set<String> OF_NO_ACCOUNT =
      Set.of("databasechangelog", "databasechangeloglock", "doomed_recording");

  private static final URI HOOK = URI.create("https://%s.test/hook".formatted(WORD));

  private final Database database = EmptyTables.database();

  @Test
  void ofADeletedTranscriptOrAccountNoTableAndNoBlobHoldsAnything(@TempDir Path folder)
      throws Exception {
    Path blobs = folder.resolve("blobs");
    var clock = Clock.systemUTC();
    var platform =
        new Platform(
            PlatformStores.on(database),
            clock,
            new Argon2Passwords(),
            new JdbiSharedCounts(database));
    var recordings = new Recordings(new FolderBlobs(blobs), blobs.resolve("scratch"), clock);
    JobSettings settings = JobPlatform.QUICK;
    try (var server =
        JobPlatform.scripted(platform, recordings, new ScriptedSpeech(), settings, clock)) {
      var signedUp = platform.signUp(WORD + "@example.org", Platform.BOUGHT);
      long ada = signedUp.account().id();
      platform.grant.grant(ada, 10, "invoice");
      List<String> secrets = new ArrayList<>(everywhere(platform, signedUp.account()));
      secrets.add(signedUp.key().secret().reveal());
      server.workers.start();
      Job first = order(server, ada, folder);
      Job second = order(server, ada, folder);
      var ref = new TranscriptRef.ById(first.order().id());
      server.edit.renameSpeakers(ada, ref, Map.of("A", WORD));
      understand(platform, server, ada, first, clock);
      understand(platform, server, ada, second, clock);
      order(server, ada, folder); // whose passages nobody has made yet
      server.workers.close();
      tell(platform, ada);
      assertThat(filled()).containsExactlyInAnyOrderElementsOf(tables(OF_NO_ACCOUNT));
      assertThat(rowsWith(WORD)).hasSizeGreaterThanOrEqualTo(12);
      assertThat(files(blobs)).hasSize(3); // this plan keeps recordings
      nothingTellsASecret(secrets);

      server.delete.delete(ada, ref);
      assertThat(rowsWith(first.order().slug())).isEmpty();
      assertThat(rowsWith("\"transcript_id\": %d,".formatted(first.order().id()))).isEmpty();
      assertThat(files(blobs)).hasSize(2);

      platform.delete.delete(ada);
      server.drop.drop();
      assertThat(rowsWith(WORD)).isEmpty();
      assertThat(rowsWith(second.order().slug())).isEmpty();
      assertThat(rowsWith(String.valueOf(second.order().recording()))).isEmpty();
      assertThat(files(blobs)).isEmpty();
      assertThat(rowsWith(signedUp.key().key().prefix())).isEmpty();
      assertThat(rowsWith(SecretHash.of(WORD + "@example.org").toString())).isEmpty();
      assertThat(rowsWith("whsec_")).isEmpty();
      assertThat(rowsWith("\"account_id\": " + ada))
          .singleElement()
          .asString()
          .startsWith("audit_event")
          .contains("account_deleted", "\"detail\": \"\"");
      assertThat(rowsWith("account " + ada)).isEmpty();
      // The only account is gone: one line says so, and a network's log-ins are counted.
      assertThat(filled()).containsExactlyInAnyOrder("audit_event", "shared_count");
    }
  }

  /** Of what only its owner may know there are hashes alone; a key's start is shown in lists. */
  private void nothingTellsASecret(List<String> secrets) {
    assertThat(secrets).hasSize(3);
    for (String secret : secrets) {
      nowhere(secret.substring(12));
      assertThat(rowsWith(SecretHash.of(secret).toString())).hasSize(1);
    }
    nowhere(PASSWORD);
    assertThat(rowsWith("$argon2id$")).singleElement().asString().startsWith("account ");
  }

  private void nowhere(String secret) {
    assertThat(rowsWith(secret)).isEmpty();
    assertThat(rowsWith(HexFormat.of().formatHex(secret.getBytes(UTF_8)))).isEmpty(); // a bytea
  }

  /** Tries once to deliver each of the account's messages. */
  private static void tell(Platform platform, long account) {
    var attempt = new WebhookAttempt(Instant.now(), 1, WebhookAttempt.Outcome.RETRYING, WORD);
    platform.work.run(
        stores -> {
          WebhookOutbox outbox = stores.get(WebhookOutbox.class);
          outbox
              .deliveries(account, PageRequest.FIRST)
              .results()
              .forEach(each -> outbox.record(each.message().id(), attempt, attempt.at()));
        });
  }

  /** Asks about the transcript and has it summarised: passages, a conversation and a summary. */
  private static void understand(
      Platform platform, JobPlatform server, long account, Job job, Clock clock)
      throws InterruptedException {
    var ref = new TranscriptRef.ById(job.order().id());
    var models =
        new FakeModels()
            .live(Capability.EMBEDDING, "all-minilm-l6-v2", new FakeEmbedder())
            .live(Capability.TEXT_ANALYSIS, "extractive", new FakeAnalyst());
    var texts = new TextModels(models, new ChooseModel(models, models), TextSettings.DEFAULT);
    var write = new WriteText(texts, new ReadText(texts));
    var make = new MakePassages(platform.work, server.read, texts);
    var chat = new ChatAboutTranscript(platform.work, server.read, texts, write, make, clock);
    assertThat(
            chat.ask(account, ref, "Where is %s?".formatted(WORD), null, WritingListener.NONE)
                .answer())
        .contains(WORD);
    var summarize = new SummarizeText(new ReadText(texts), write);
    var summary =
        new SummarizeTranscript(platform.work, server.read, summarize)
            .summarize(account, ref, SummaryStyle.BRIEF, false, WritingListener.NONE);
    assertThat(summary.summary().text()).contains(WORD);
  }

  /**
   * Leaves a trace of the account wherever one can be left beside its transcripts.
   *
   * @return the secrets that came of it
   */
  private List<String> everywhere(Platform platform, Account account) {
    platform.change.change(
        account.id(),
        new ChangeAccount.Change(
            Optional.of(WORD),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(true)));
    var loggedIn =
        platform.logIn.logIn(account.email().text(), PASSWORD, new ClientNetwork("192.0.2.1"));
    var instance =
        new RegisterInstance(platform.work, Clock.systemUTC())
            .register(account.id(), Platform.BOUGHT, WORD, "eu", HOOK.toString());
    new ShareWebhookSecret(platform.work, Clock.systemUTC()).rotate(account.id());
    platform.countRequests.count(account.id());
    platform.countRequests.flush();
    var places = new HeldPlaces(new JdbiSharedCounts(database), Clock.systemUTC());
    var limits = new AccountLimits(new InMemoryCounts(), places, Clock.systemUTC());
    limits.enter(account.id(), Platform.BOUGHT);
    return List.of(loggedIn.token(), instance.token().reveal());
  }

  private static Job order(JobPlatform server, long account, Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("talk"), "5 say We went to %s.".formatted(WORD));
    var options = new JobOptions("base", null, WORD, true, 0);
    String key = WORD + System.nanoTime();
    var order = new Submission(account, Platform.BOUGHT, WORD + ".wav", options, file, HOOK, key);
    Job job = server.submit.submit(order);
    return server.await.await(job.order().id(), Duration.ofSeconds(30)).orElseThrow();
  }

  private List<String> rowsWith(String text) {
    List<String> found = new ArrayList<>();
    for (String table : tables(Set.of())) {
      database.useTransaction(
          h ->
              h.createQuery("select to_jsonb(t)::text from %s t".formatted(table))
                  .mapTo(String.class)
                  .filter(row -> row.contains(text))
                  .forEach(row -> found.add(table + " " + row)));
    }
    return found;
  }

  /** The tables with anything in them. */
  private List<String> filled() {
    return tables(OF_NO_ACCOUNT).stream()
        .filter(
            table ->
                database.inTransaction(
                    h ->
                        h.createQuery("select exists (select 1 from %s)".formatted(table))
                            .mapTo(Boolean.class)
                            .one()))
        .toList();
  }

  private List<String> tables(Set<String> without) {
    return database.inTransaction(
        h ->
            h
                .createQuery(
                    """
                    select quote_ident(table_name) from information_schema.tables
                    where table_schema = 'public' and table_type = 'BASE TABLE'
                    """)
                .mapTo(String.class)
                .stream()
                .filter(table -> !without.contains(table))
                .toList());
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }
}
