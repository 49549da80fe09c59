package ai.stt.app.speech;

import ai.stt.speech.audio.PcmChunk;
import ai.stt.speech.audio.PcmSource;
import ai.stt.speech.diarization.SpeakerTurn;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A diarizer on a thread of its own that hears what another thread reads, a bounded stretch behind.
 * All methods but {@link Ear} are called by that other thread.
 */
final class DiarizationThread implements AutoCloseable {
  private static final int MAX_CHUNKS = 256;
  private static final long LOOK_MILLIS = 100;

  /** Native work that cannot be interrupted is waited for no longer; its thread ends by itself. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  /**
   * What the thread does: borrow the diarizer, let it hear, give it back; null when there is none.
   */
  @FunctionalInterface
  interface Work {
    @Nullable List<SpeakerTurn> run(PcmSource audio, BooleanSupplier canceled)
        throws InterruptedException;
  }

  private final BlockingQueue<Optional<PcmChunk>> chunks = new ArrayBlockingQueue<>(MAX_CHUNKS);
  private final BooleanSupplier canceled;
  private final FutureTask<@Nullable List<SpeakerTurn>> task;
  private final Thread thread;
  private final Duration patience;
  private volatile boolean closed;

  DiarizationThread(Work work, BooleanSupplier canceled) {
    this(work, canceled, PATIENCE);
  }

  /** With another patience for work that does not end when it is told to. */
  DiarizationThread(Work work, BooleanSupplier canceled, Duration patience) {
    this.canceled = canceled;
    this.patience = patience;
    this.task = new FutureTask<>(() -> work.run(new Ear(), () -> closed));
    this.thread = Thread.ofPlatform().name("diarization").daemon().start(task);
  }

  /**
   * Hands a chunk over; waits while the diarizer is far behind.
   *
   * @param chunk null at the end of the recording
   * @throws SpeechException why the diarizer has failed, or {@code CANCELED}
   */
  void hear(@Nullable PcmChunk chunk) throws InterruptedException {
    Optional<PcmChunk> next = Optional.ofNullable(chunk);
    while (!task.isDone() && !chunks.offer(next, LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
      checkCanceled();
    }
    if (task.isDone()) {
      turns(); // why it has failed; else it has heard enough, or there is none
    }
  }

  /** Waits for the end of the diarization; null when there was no diarizer to be had. */
  @Nullable List<SpeakerTurn> turns() throws InterruptedException {
    while (true) {
      try {
        return task.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        checkCanceled();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof SpeechException cause) {
          throw cause;
        }
        throw new SpeechException(
            ErrorCode.INTERNAL, "telling speakers apart failed", e.getCause());
      }
    }
  }

  private void checkCanceled() {
    if (canceled.getAsBoolean()) {
      throw new SpeechException(ErrorCode.CANCELED, "the transcription was canceled");
    }
  }

  /**
   * Ends the diarization if it still runs, and waits until it has let go of its model, but not for
   * ever: what does not end when it is told to gives its model back when it does.
   */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    long end = System.nanoTime() + patience.toNanos();
    boolean interrupted = false;
    for (long left = patience.toNanos(); left > 0; left = end - System.nanoTime()) {
      try {
        if (thread.join(Duration.ofNanos(left))) {
          break;
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** What the diarizer reads. */
  private final class Ear implements PcmSource {
    @Override
    public @Nullable PcmChunk read() throws InterruptedException {
      return chunks.take().orElse(null);
    }

    @Override
    public void close() {}
  }
}
