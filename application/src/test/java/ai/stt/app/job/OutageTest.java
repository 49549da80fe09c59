package ai.stt.app.job;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.blob.InMemoryBlobs;
import ai.stt.app.storage.Stores;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.app.testing.InMemoryPlatform;
import ai.stt.app.testing.JobPlatform;
import ai.stt.app.testing.MovableClock;
import ai.stt.app.testing.Platform;
import ai.stt.app.testing.ScriptedSpeech;
import ai.stt.platform.job.Job;
import ai.stt.platform.job.JobOptions;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The database is away, or hangs, for longer than a lease: nobody could say that he is alive. */
@Timeout(30)
class OutageTest {
  private static final Duration LEASE = JobPlatform.QUICK.lease();

  private final MovableClock clock = new MovableClock("2026-03-01T12:00:00Z");
  private final Stoppable database = new Stoppable();
  private final Platform platform = new Platform(database, clock);

  @TempDir private Path folder = Path.of("");

  @Test
  void jobsOfOtherServersAreLeftToThemForTheTimeOfALease() throws Exception {
    try (JobPlatform server = server()) {
      Job job = jobOfAnotherServer(server);
      database.away = true;
      server.workers.start();
      await(database.refused, 2);
      clock.move(LEASE.plusSeconds(10));
      await(database.refused, 2);
      database.away = false;
      await(database.done, 20);
      assertThat(look(job)).isInstanceOf(Job.Running.class);

      while (look(job) instanceof Job.Running) { // and still not a word
        clock.move(LEASE.dividedBy(3));
        await(database.done, 20);
      }
      assertThat(look(job).attempts()).isEqualTo(1);
    }
  }

  @Test
  void aDatabaseThatHungWasAwayForAll() throws Exception {
    try (JobPlatform server = server()) {
      Job job = jobOfAnotherServer(server);
      server.workers.start();
      await(database.done, 20);
      database.answers = new CompletableFuture<>();
      await(database.hanging, 2);
      clock.move(LEASE.plusSeconds(10));
      database.answers.complete(null);
      await(database.done, 20);
      assertThat(look(job)).isInstanceOf(Job.Running.class);
    }
  }

  private JobPlatform server() throws Exception {
    var recordings = new Recordings(new InMemoryBlobs(), folder.resolve("scratch"), clock);
    return JobPlatform.scripted(
        platform, recordings, new ScriptedSpeech(), JobPlatform.QUICK.withWorkers(0), clock);
  }

  private Job jobOfAnotherServer(JobPlatform server) throws Exception {
    long account = platform.account("ada@example.org", Platform.SMALL).id();
    Path file = Files.writeString(folder.resolve("upload"), "9 say Hello.");
    var options = new JobOptions("base", null, null, false, 0);
    Job job =
        server.submit.submit(
            new Submission(account, Platform.SMALL, "talk", options, file, null, null));
    platform.work.run(
        stores ->
            stores
                .get(Jobs.class)
                .claim("other", false, clock.instant(), clock.instant().plus(LEASE)));
    return job;
  }

  private Job look(Job job) {
    return platform.work.in(stores -> stores.get(Jobs.class).find(job.order().id())).orElseThrow();
  }

  private static void await(AtomicInteger count, int more) {
    int enough = count.get() + more;
    while (count.get() < enough) {
      Thread.onSpinWait();
    }
  }

  private static final class Stoppable implements UnitOfWork {
    private final UnitOfWork stores = new InMemoryPlatform();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicInteger hanging = new AtomicInteger();
    private volatile boolean away;
    private volatile CompletableFuture<@Nullable Void> answers =
        CompletableFuture.completedFuture(null);

    @Override
    public <T> T in(Function<Stores, T> work) {
      if (away) {
        refused.incrementAndGet();
        throw new SpeechException(ErrorCode.DEPENDENCY_FAILED, "the database is away");
      }
      if (!answers.isDone()) {
        hanging.incrementAndGet();
        answers.join();
      }
      T result = stores.in(work);
      done.incrementAndGet();
      return result;
    }
  }
}
