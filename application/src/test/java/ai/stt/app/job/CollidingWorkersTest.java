package ai.stt.app.job;

import ai.stt.app.storage.Stores;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.app.testing.InMemoryPlatform;
import ai.stt.app.testing.JobPlatform;
import ai.stt.platform.job.Job;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A worker looks for a job while another one takes one of the only account that waits. */
@Timeout(30)
final class CollidingWorkersTest extends JobsAtWork {
  private final Colliding stores = new Colliding();

  @Override
  protected UnitOfWork emptyStores() {
    return stores;
  }

  @Test
  void whoFoundTheQueueHeldTakesTheNextJobWithoutARest() throws Exception {
    JobSettings usual = JobPlatform.QUICK;
    Duration rest = Duration.ofHours(1);
    jobs = server(new JobSettings(2, 5, 2, usual.lease(), usual.beat(), rest, usual.patience()));
    Path end = folder.resolve("end");
    Job one = submit("60 until " + end);
    Job two = submit("60 until " + end);
    stores.collide = true;
    jobs.workers.start();
    while (!(look(one) instanceof Job.Running && look(two) instanceof Job.Running)) {
      Thread.onSpinWait();
    }
    Files.createFile(end);
    end(one);
    end(two);
  }

  /** The second who takes a job finds the rows of the first one locked. */
  private static final class Colliding implements UnitOfWork {
    private final UnitOfWork stores = new InMemoryPlatform();
    private final AtomicInteger taking = new AtomicInteger();
    private final CountDownLatch met = new CountDownLatch(1);
    private volatile boolean collide;

    @Override
    public <T> T in(Function<Stores, T> work) {
      return stores.in(work);
    }

    @Override
    @SuppressWarnings("unchecked") // the first two pieces of unflushed work are claims
    public <T> T unflushed(Function<Stores, T> work) {
      int turn = collide ? taking.incrementAndGet() : 0;
      if (turn == 2) {
        met.countDown();
        return (T) Optional.empty();
      }
      if (turn == 1) {
        await();
      }
      return stores.unflushed(work);
    }

    private void await() {
      try {
        met.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
