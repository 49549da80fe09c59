package ai.stt.persistence.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.app.job.Submission;
import ai.stt.app.testing.JobPlatform;
import ai.stt.app.testing.Platform;
import ai.stt.persistence.database.Database;
import ai.stt.persistence.database.DatabaseSettings;
import ai.stt.persistence.testing.TestPostgres;
import ai.stt.platform.job.Job;
import ai.stt.platform.job.JobOptions;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(90)
final class DatabaseAwayTest {
  private static final Duration AWAY = Duration.ofSeconds(10);

  @Test
  void aJobOutlivesADatabaseThatIsAwayForTenSecondsAndIsPaidOnce(@TempDir Path folder)
      throws Exception {
    DatabaseSettings direct = TestPostgres.fresh(6);
    URI address = URI.create(direct.url().substring("jdbc:".length()));
    try (var way = new CutConnection(address.getPort());
        var database = new Database(through(direct, address, way.port()))) {
      database.migrate();
      JobPlatform server =
          WorkerProcess.server(database, folder.resolve("recordings"), JobPlatform.QUICK);
      try (server) {
        long ada = server.platform.account("ada@example.org", Platform.SMALL).id();
        server.workers.start();
        Path file = Files.writeString(folder.resolve("talk"), "61 until " + folder.resolve("go"));
        var options = new JobOptions("base", null, null, false, 0);
        var order = new Submission(ada, Platform.SMALL, "talk", options, file, null, null);
        Job job = server.submit.submit(order);
        while (server.platform.credits.summary(ada, Platform.SMALL).reserved() == 0) {
          Thread.onSpinWait();
        }
        way.cut();
        Files.createFile(folder.resolve("go")); // it is done while nobody can be told
        assertThatThrownBy(() -> server.submit.submit(order))
            .isInstanceOfSatisfying(
                SpeechException.class,
                e -> assertThat(e.code()).isEqualTo(ErrorCode.DEPENDENCY_FAILED));
        assertThat(server.await.await(job.order().id(), AWAY)).isEmpty();
        way.mend();
        Job done = server.await.await(job.order().id(), Duration.ofSeconds(30)).orElseThrow();
        assertThat(done)
            .isInstanceOfSatisfying(
                Job.Completed.class, completed -> assertThat(completed.creditsUsed()).isEqualTo(2));
        assertThat(done.attempts()).isEqualTo(1);
        assertThat(server.platform.credits.audit()).isEmpty();
        assertThat(server.submit.submit(order)).isInstanceOf(Job.Queued.class);
      }
    }
  }

  private static DatabaseSettings through(DatabaseSettings direct, URI address, int port) {
    return new DatabaseSettings(
        direct.url().replace(":" + address.getPort() + "/", ":" + port + "/"),
        direct.user(),
        direct.password(),
        direct.connections(),
        Duration.ofMillis(500));
  }
}
