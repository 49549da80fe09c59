package ai.stt.persistence.job;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.job.Jobs;
import ai.stt.app.job.Submission;
import ai.stt.app.testing.JobPlatform;
import ai.stt.app.testing.Platform;
import ai.stt.app.transcripts.TranscriptRef;
import ai.stt.persistence.database.Database;
import ai.stt.persistence.database.DatabaseSettings;
import ai.stt.persistence.testing.TestPostgres;
import ai.stt.platform.credit.LedgerEntry.Kind;
import ai.stt.platform.job.Job;
import ai.stt.platform.job.JobOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Workers in processes of their own, killed with -9 in the middle of a job. */
@Timeout(120)
final class KilledWorkerTest {
  private final DatabaseSettings settings = TestPostgres.fresh(8);
  private final Database database = new Database(settings);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @SuppressWarnings("NullAway.Init") // set before each test
  private JobPlatform here;

  private long ada;

  @BeforeEach
  void begin() throws IOException {
    database.migrate();
    here = WorkerProcess.server(database, folder.resolve("recordings"), WorkerProcess.SETTINGS);
    ada = here.platform.account("ada@example.org", Platform.SMALL).id();
  }

  @AfterEach
  void end() {
    here.close();
    assertThat(here.platform.credits.audit()).isEmpty();
    database.close();
  }

  @Test
  void theJobOfAKilledWorkerIsTakenOverAndPaidOnce() throws Exception {
    Job job = submit();
    killInTheMiddleOf(job);
    Files.createFile(folder.resolve("go"));
    here.workers.start();
    Job done = here.await.await(job.order().id(), Duration.ofSeconds(60)).orElseThrow();
    assertThat(done).isInstanceOf(Job.Completed.class);
    assertThat(done.attempts()).isEqualTo(2);
    assertThat(here.read.whole(ada, new TranscriptRef.ById(job.order().id())).text())
        .isEqualTo("It came.");
    assertThat(kinds()).containsExactlyInAnyOrder(Kind.GRANT, Kind.HOLD, Kind.SETTLE);
    assertThat(here.platform.credits.summary(ada, Platform.SMALL).used()).isEqualTo(2);
  }

  @Test
  void aJobThatKillsItsWorkerTwiceIsGivenUpAndCostsNothing() throws Exception {
    Job job = submit();
    killInTheMiddleOf(job);
    killInTheMiddleOf(job);
    here.workers.start();
    Job end = here.await.await(job.order().id(), Duration.ofSeconds(60)).orElseThrow();
    assertThat(end)
        .isInstanceOfSatisfying(
            Job.Failed.class, failed -> assertThat(failed.reason()).contains("2 workers"));
    assertThat(kinds()).containsExactlyInAnyOrder(Kind.GRANT, Kind.HOLD, Kind.RELEASE);
    assertThat(here.platform.credits.summary(ada, Platform.SMALL).balance()).isEqualTo(10);
  }

  private Job submit() throws IOException {
    Path file = Files.writeString(folder.resolve("talk"), "61 until " + folder.resolve("go"));
    var options = new JobOptions("base", null, null, false, 0);
    return here.submit.submit(
        new Submission(ada, Platform.SMALL, "talk", options, file, null, null));
  }

  private List<Kind> kinds() {
    return here.platform.credits.entries(ada, Long.MAX_VALUE, 100).stream()
        .map(entry -> entry.draft().kind())
        .toList();
  }

  private void killInTheMiddleOf(Job job) throws IOException, InterruptedException {
    int attempt = look(job).attempts() + 1;
    Process worker =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                WorkerProcess.class.getName(),
                settings.url(),
                settings.user(),
                settings.password(),
                folder.resolve("recordings").toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("worker.log").toFile())
            .start();
    try {
      long last = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      while (!(look(job) instanceof Job.Running now
          && now.attempts() == attempt
          && now.progress() > 0)) {
        assertThat(worker.isAlive() && System.nanoTime() < last).as("the worker works").isTrue();
        Thread.onSpinWait();
      }
    } finally {
      worker.destroyForcibly().waitFor();
    }
  }

  private Job look(Job job) {
    return here.platform
        .work
        .in(stores -> stores.get(Jobs.class).find(job.order().id()))
        .orElseThrow();
  }
}
