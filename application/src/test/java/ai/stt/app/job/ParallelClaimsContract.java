package ai.stt.app.job;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.storage.UnitOfWork;
import ai.stt.app.testing.MovableClock;
import ai.stt.app.testing.Platform;
import ai.stt.platform.job.Job;
import ai.stt.platform.job.JobOptions;
import ai.stt.platform.job.Slug;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What workers of many servers get when they all ask any store for jobs at one moment. */
@Timeout(60)
public abstract class ParallelClaimsContract {
  private static final int CLAIMERS = 8;
  private static final int JOBS = 12;
  private static final Duration LEASE = Duration.ofSeconds(30);

  private final MovableClock clock = new MovableClock("2026-03-14T09:26:53Z");
  private final SecureRandom random = new SecureRandom();
  private final CyclicBarrier together = new CyclicBarrier(CLAIMERS);

  /** Stores without contents. */
  protected abstract UnitOfWork emptyStores();

  @Test
  void noJobIsTakenTwiceAndNoAccountRunsMoreThanItMay() throws Exception {
    UnitOfWork work = emptyStores();
    var platform = new Platform(work, clock);
    Map<Long, Integer> atOnce =
        Map.of(
            platform.account("ada@example.org", Platform.SMALL).id(), 1,
            platform.account("bob@example.org", Platform.SMALL).id(), 2);
    atOnce.forEach((account, most) -> add(work, account, most));

    Set<Long> taken = new HashSet<>();
    try (var threads = Executors.newFixedThreadPool(CLAIMERS)) {
      while (taken.size() < JOBS * atOnce.size()) {
        List<Job.Running> round = claimTogether(work, threads);
        assertThat(round).as("somebody gets a job as long as there is one").isNotEmpty();
        assertThat(round).allSatisfy(job -> assertThat(taken.add(job.order().id())).isTrue());
        round.stream()
            .collect(Collectors.groupingBy(job -> job.order().accountId()))
            .forEach((id, jobs) -> assertThat(jobs).hasSizeBetween(1, atOnce.getOrDefault(id, 0)));
        clock.move(Duration.ofMillis(1));
        round.forEach(job -> end(work, job));
      }
      assertThat(claimTogether(work, threads)).isEmpty();
    }
  }

  /** What all get at one moment, at which no job runs. */
  private List<Job.Running> claimTogether(UnitOfWork work, ExecutorService threads)
      throws Exception {
    Instant now = clock.instant();
    List<Future<Optional<Job.Running>>> asked = new ArrayList<>();
    for (int i = 0; i < CLAIMERS; i++) {
      String worker = "w" + i;
      asked.add(
          threads.submit(
              () -> {
                together.await();
                return work.in(s -> s.get(Jobs.class).claim(worker, false, now, now.plus(LEASE)));
              }));
    }
    List<Job.Running> got = new ArrayList<>();
    for (Future<Optional<Job.Running>> each : asked) {
      each.get().ifPresent(got::add);
    }
    return got;
  }

  private void end(UnitOfWork work, Job.Running job) {
    work.run(stores -> stores.get(Jobs.class).put(job.completed(clock.instant(), 0)));
  }

  private void add(UnitOfWork work, long account, int atOnce) {
    var options = new JobOptions("base", null, null, false, 0);
    work.run(
        stores -> {
          Jobs jobs = stores.get(Jobs.class);
          var _ = jobs.lockQueue(account);
          for (int i = 0; i < JOBS; i++) {
            String slug = Slug.random(random);
            String recording = Slug.random(random);
            jobs.add(
                new JobDraft(
                    slug, account, "talk", options, recording, 0, null, atOnce, clock.instant()));
          }
        });
  }
}
