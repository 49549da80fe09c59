package ai.stt.outbound;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.concurrent.Cancellable;
import org.jspecify.annotations.Nullable;

/** Ends a request, and those that it is redirected to, when its time is over. Thread-safe. */
final class Deadline implements AutoCloseable {
  private static final ScheduledExecutorService CLOCK =
      Executors.newSingleThreadScheduledExecutor(
          work -> Thread.ofPlatform().daemon().name("outbound-deadlines").unstarted(work));

  private final Future<?> end;
  private @Nullable Cancellable current;
  private boolean over;

  Deadline(Duration time) {
    this.end = CLOCK.schedule(this::pass, time.toMillis(), TimeUnit.MILLISECONDS);
  }

  private synchronized void pass() {
    over = true;
    if (current != null) {
      current.cancel();
    }
  }

  /** Makes this the request that is ended. */
  synchronized void watch(Cancellable request) {
    current = request;
    if (over) {
      request.cancel();
    }
  }

  synchronized boolean isOver() {
    return over;
  }

  @Override
  public void close() {
    end.cancel(false);
  }
}
