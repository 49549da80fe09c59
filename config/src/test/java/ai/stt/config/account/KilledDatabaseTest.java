package ai.stt.config.account;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.storage.PageRequest;
import ai.stt.app.testing.Platform;
import ai.stt.app.transcripts.TranscriptFilter;
import ai.stt.persistence.PlatformStores;
import ai.stt.persistence.database.Database;
import ai.stt.persistence.database.DatabaseSettings;
import ai.stt.persistence.database.EmbeddedPostgres;
import ai.stt.platform.credit.LedgerEntry.Kind;
import ai.stt.platform.job.Job;
import ai.stt.platform.transcript.TranscriptHead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * PostgreSQL itself is killed with -9, all of its processes, in the moment after a commit that
 * nobody waited for to be on the disk. Whatever that undoes is done again, and is paid once.
 */
@Timeout(120)
final class KilledDatabaseTest {
  private static final String NO_HOOK = "http://127.0.0.1:9/closed";
  private static final String KEY = "once";

  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @CsvSource({
    "after Jobs.claim",
    "after Ledger.append HOLD",
    "after Ledger.append SETTLE",
    "after the recording is deleted"
  })
  void whatADeadDatabaseForgotIsDoneAgainAndPaidOnce(String step) throws Exception {
    Files.writeString(folder.resolve(KEY + ".wav"), "61 say Hello there.");
    long account;
    try (EmbeddedPostgres postgres = start();
        var database = new Database(DatabaseSettings.of(postgres))) {
      database.migrate();
      var platform = new Platform(PlatformStores.on(database), Clock.systemUTC());
      account = platform.account("ada@example.org", Platform.SMALL).id();
      Process server =
          StoppedProcess.startAndAwait(
              folder,
              DatabaseSettings.of(postgres),
              NO_HOOK,
              account,
              step,
              KEY,
              StoppedServer.Then.WAIT);
      kill(postgres);
      server.destroyForcibly().waitFor();
    }
    try (EmbeddedPostgres postgres = start();
        var database = new Database(DatabaseSettings.of(postgres));
        var server =
            new StoppedServer(
                PlatformStores.on(database),
                StoppedServer.blobs(folder),
                folder,
                Clock.systemUTC())) {
      assertThat(server.platform.credits.audit()).as("after the recovery").isEmpty();
      server.start();
      server.order(account, folder, NO_HOOK, KEY); // as a client does that got no answer
      assertPaidOnce(server, account);
    }
  }

  private static void assertPaidOnce(StoppedServer server, long account) throws Exception {
    List<TranscriptHead> all =
        server.jobs.read.list(account, TranscriptFilter.ALL, PageRequest.FIRST).results();
    assertThat(all).hasSize(1);
    Job end = server.jobs.await.await(all.getFirst().id(), Duration.ofSeconds(30)).orElseThrow();
    assertThat(end).isInstanceOf(Job.Completed.class);
    assertThat(server.platform.credits.entries(account, Long.MAX_VALUE, 100))
        .extracting(entry -> entry.draft().kind())
        .containsExactlyInAnyOrder(Kind.GRANT, Kind.HOLD, Kind.SETTLE);
    assertThat(server.platform.credits.summary(account, Platform.SMALL).used()).isEqualTo(2);
    assertThat(server.platform.usage.lastThirtyDays(account).total().transcriptions()).isEqualTo(1);
    assertThat(server.platform.credits.audit()).isEmpty();
  }

  private EmbeddedPostgres start() throws InterruptedException {
    Path programs = Path.of("target", "postgresql").toAbsolutePath();
    return EmbeddedPostgres.start(programs, folder.resolve("database"));
  }

  /** The postmaster first: else it would end the others and recover by itself. */
  private static void kill(EmbeddedPostgres postgres) throws IOException {
    ProcessHandle postmaster = ProcessHandle.of(postgres.pid().orElseThrow()).orElseThrow();
    List<ProcessHandle> processes =
        Stream.concat(Stream.of(postmaster), postmaster.children()).toList();
    processes.forEach(ProcessHandle::destroyForcibly);
    processes.forEach(process -> process.onExit().join());
  }
}
