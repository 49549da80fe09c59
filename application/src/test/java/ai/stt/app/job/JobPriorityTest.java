package ai.stt.app.job;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.storage.UnitOfWork;
import ai.stt.app.testing.InMemoryPlatform;
import ai.stt.app.testing.JobPlatform;
import ai.stt.app.testing.Platform;
import ai.stt.platform.job.Job;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a job's turn before the device goes by. */
final class JobPriorityTest extends JobsAtWork {
  @Override
  protected UnitOfWork emptyStores() {
    return new InMemoryPlatform();
  }

  @Test
  void whatSomebodyWaitsForComesBeforeWhatNobodyWaitsFor() throws Exception {
    var first = new CountDownLatch(1);
    var others = new CountDownLatch(1);
    var _ = jobs.queue.submit(() -> first.await(20, TimeUnit.SECONDS));
    for (int i = 0; i < 3; i++) {
      var _ = jobs.queue.submit(() -> others.await(40, TimeUnit.SECONDS));
    }
    Path go = folder.resolve("go");
    Job batch = submit("61 until " + go);
    Job wanted = submit("61 say Now.");
    CompletableFuture<Job> end = CompletableFuture.supplyAsync(() -> ended(wanted));
    while (!jobs.news.awaited(wanted.order().id())) {
      Thread.onSpinWait();
    }
    jobs.workers.start();
    while (jobs.queue.waiting() < 2) {
      Thread.onSpinWait();
    }

    first.countDown(); // one place: had the older job got it, the other would wait for ever
    assertThat(end.get(15, TimeUnit.SECONDS)).isInstanceOf(Job.Completed.class);
    others.countDown();
    Files.createFile(go);
    assertThat(end(batch)).isInstanceOf(Job.Completed.class);
  }

  @Test
  void noNumberOfLongRecordingsBlocksAShortOne() throws Exception {
    jobs.close();
    jobs = server(JobPlatform.QUICK.withWorkers(4));
    long bob = platform.account("bob@example.org", Platform.SMALL).id();
    platform.grant.grant(ada, 100, "ada");
    platform.grant.grant(bob, 100, "bob");
    Path go = folder.resolve("go");
    List<Job> hours = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      for (long account : new long[] {ada, bob}) {
        hours.add(
            jobs.submit.submit(
                order(account, Platform.SMALL, "601 until " + go, "base", "k" + account + i)));
      }
    }
    jobs.workers.start();
    while (jobs.queue.running() < 3) {
      Thread.onSpinWait();
    }
    long carl = platform.account("carl@example.org", Platform.SMALL).id();
    Job brief = jobs.submit.submit(order(carl, Platform.SMALL, "61 say Now.", "base", null));

    assertThat(end(brief)).isInstanceOf(Job.Completed.class);
    assertThat(jobs.queue.running()).isEqualTo(3);
    Files.createFile(go);
    for (Job job : hours) {
      assertThat(end(job)).isInstanceOf(Job.Completed.class);
    }
  }

  private Job ended(Job job) {
    try {
      return end(job);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
