package ai.stt.inference.engine.whispercpp;

import ai.stt.plugin.engine.PendingWindow;
import ai.stt.plugin.engine.WhisperRequest;
import ai.stt.plugin.engine.WhisperSession;
import ai.stt.plugin.engine.WhisperWindow;
import ai.stt.speech.audio.PcmChunk;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * A {@code whisper_state} with a thread of its own. The engine looks at its abort flag only between
 * passes of the network, and one pass of a large encoder takes many seconds on a CPU; so the caller
 * waits here, leaves at once when it is called off, and the thread ends and frees by itself.
 */
final class NativeSession implements WhisperSession {
  private static final long POLL_MILLIS = 50;

  /** Silence is put behind what is shorter: the engine refuses 0.1 s, its alignment aborts. */
  private static final int LEAST_SAMPLES = PcmChunk.SAMPLE_RATE_HZ;

  /** The native tokenizer recurses with the length of its input. */
  private static final long STACK_BYTES = 16L << 20;

  private final NativeWeights weights;
  private final ExecutorService thread;
  private final StateCalls calls;
  private boolean closed;

  NativeSession(NativeWeights weights, MemorySegment state) {
    this.weights = weights;
    this.calls = new StateCalls(weights, state);
    this.thread =
        Executors.newSingleThreadExecutor(
            task -> {
              var worker = new Thread(null, task, "whisper.cpp", STACK_BYTES);
              worker.setDaemon(true);
              return worker;
            });
  }

  @Override
  public Map<String, Float> detectLanguage(float[] window, BooleanSupplier canceled)
      throws InterruptedException {
    float[] padded = padded(window);
    return await(thread.submit(() -> calls.detectLanguage(padded)), new AtomicBoolean(), canceled);
  }

  @Override
  public PendingWindow start(float[] window, WhisperRequest request) {
    float[] padded = padded(window);
    var abort = new AtomicBoolean();
    Future<WhisperWindow> result = thread.submit(() -> calls.transcribe(padded, request, abort));
    return canceled -> await(result, abort, canceled);
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      thread.execute(
          () -> {
            calls.free();
            weights.release();
          });
      thread.shutdown();
    }
  }

  private static float[] padded(float[] window) {
    if (window.length == 0 || window.length > WINDOW_SAMPLES) {
      throw new IllegalArgumentException("not a window: %d samples".formatted(window.length));
    }
    return window.length < LEAST_SAMPLES ? Arrays.copyOf(window, LEAST_SAMPLES) : window;
  }

  private static <T> T await(Future<T> result, AtomicBoolean abort, BooleanSupplier canceled)
      throws InterruptedException {
    try {
      while (!canceled.getAsBoolean()) {
        try {
          return result.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          // Not done yet: the loop asks whether it is still wanted.
        }
      }
      throw new SpeechException(ErrorCode.CANCELED, "the transcription was canceled");
    } catch (ExecutionException e) {
      throw new SpeechException(
          ErrorCode.INTERNAL, "the recognition engine failed; try again", e.getCause());
    } finally {
      abort.set(true);
    }
  }
}
