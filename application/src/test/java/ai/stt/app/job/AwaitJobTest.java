package ai.stt.app.job;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.storage.Stores;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.app.testing.InMemoryPlatform;
import ai.stt.app.testing.JobPlatform;
import ai.stt.app.testing.Platform;
import ai.stt.platform.job.Job;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class AwaitJobTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  /** Counts how often somebody looks. */
  private static final class CountedLooks implements UnitOfWork {
    private final UnitOfWork stores = new InMemoryPlatform();
    private final AtomicInteger looks = new AtomicInteger();

    @Override
    public <T> T in(Function<Stores, T> work) {
      looks.incrementAndGet();
      return stores.in(work);
    }
  }

  private final CountedLooks stores = new CountedLooks();
  private final Platform platform = new Platform(stores, Clock.systemUTC());
  private final JobNews news = new JobNews();
  private final long ada = platform.account("ada@example.org", Platform.SMALL).id();
  private final long job = platform.order(ada);

  @Test
  void aWaitNoLongerThanAPollLooksOnce() throws Exception {
    var await = new AwaitJob(stores, news, JobPlatform.QUICK);
    stores.looks.set(0);
    for (int i = 0; i < 3; i++) {
      assertThat(await.await(job, JobPlatform.QUICK.poll())).isEmpty();
    }
    assertThat(stores.looks).hasValue(3);
  }

  @Test
  void whoStopsWaitingCutsOffNobodyElse() throws Exception {
    var patient = new JobSettings(1, 5, 2, LONG, Duration.ofMillis(20), LONG, LONG);
    var await = new AwaitJob(stores, news, patient);
    List<CompletableFuture<Boolean>> waiting =
        IntStream.range(0, 3)
            .mapToObj(
                i -> CompletableFuture.supplyAsync(() -> ends(await), Thread::startVirtualThread))
            .toList();
    assertThat(await.await(job, Duration.ofMillis(50))).isEmpty();
    stores.run(
        all -> {
          Jobs jobs = all.get(Jobs.class);
          jobs.put(jobs.find(job).orElseThrow().canceled(Clock.systemUTC().instant()));
        });
    long told = System.nanoTime();
    news.tellEnd(job);
    assertThat(waiting).allMatch(CompletableFuture::join);
    assertThat(Duration.ofNanos(System.nanoTime() - told)).isLessThan(LONG.dividedBy(3));
  }

  private boolean ends(AwaitJob await) {
    try {
      return await.await(job, LONG).filter(Job::ended).isPresent();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
