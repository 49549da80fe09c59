package ai.stt.inference.engine.whisper;

import ai.stt.inference.engine.whisper.text.Tokens;
import ai.stt.plugin.engine.PendingWindow;
import ai.stt.plugin.engine.WhisperRequest;
import ai.stt.plugin.engine.WhisperSession;
import ai.stt.plugin.engine.WhisperWindow;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A recording's windows in the shared decoder. One thread at a time. */
final class BatchedSession implements WhisperSession {
  private static final long POLL_MILLIS = 50;
  private static final int SAMPLES_PER_POSITION = 320;
  private static final int SAMPLES_PER_MILLI = 16;
  private static final int LONGEST_PROMPT = 1000;

  /** Hotter texts are not worth to be continued. */
  private static final float HOT = 0.5f;

  private final BatchedWeights weights;
  private final boolean live;
  private final Tokens tokens;
  private final List<Job> jobs = new ArrayList<>();
  private final List<Integer> context = new ArrayList<>();
  private float @Nullable [] detected;
  private @Nullable HeardWindow heard;
  private boolean closed;

  BatchedSession(BatchedWeights weights, boolean live) {
    this.weights = weights;
    this.live = live;
    this.tokens = weights.tokens();
  }

  @Override
  public Map<String, Float> detectLanguage(float[] window, BooleanSupplier canceled)
      throws InterruptedException {
    Job job = submit(window, new int[] {tokens.start()}, 0, null, null);
    Job.Outcome outcome = await(job, canceled);
    if (!(outcome instanceof Job.Languages(float[] probabilities, HeardWindow sound))) {
      throw new IllegalStateException("asked for languages, was given " + outcome);
    }
    free();
    detected = window;
    heard = sound;
    Map<String, Float> byCode = new LinkedHashMap<>();
    for (int i = 0; i < probabilities.length; i++) {
      byCode.put(tokens.languages().get(i), probabilities[i]);
    }
    return byCode;
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // the very window that was listened to
  public PendingWindow start(float[] window, WhisperRequest request) {
    if (request.forgetContext()) {
      context.clear();
    }
    int[] command = tokens.command(request.language().toLowerCase(Locale.ROOT));
    List<Integer> before = before(request.prompt());
    int[] prompt = new int[before.size() + command.length];
    for (int i = 0; i < before.size(); i++) {
      prompt[i] = before.get(i);
    }
    System.arraycopy(command, 0, prompt, before.size(), command.length);
    HeardWindow known = null;
    if (window == detected) {
      known = heard;
      detected = null;
      heard = null;
    }
    Job job = submit(window, prompt, before.size(), request, known);
    return canceled -> read(job, window.length, command.length, request, canceled);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      jobs.forEach(this::cancel);
      free();
      weights.decoder().wake();
      weights.release();
    }
  }

  private Job submit(
      float[] window,
      int[] prompt,
      int command,
      @Nullable WhisperRequest request,
      @Nullable HeardWindow known) {
    if (window.length == 0 || window.length > WINDOW_SAMPLES) {
      throw new IllegalArgumentException("not a window: %d samples".formatted(window.length));
    }
    int frames = Math.ceilDiv(window.length, SAMPLES_PER_POSITION);
    int positions = weights.positions(frames);
    float[] mel = known == null ? weights.spectrogram().of(window, 2 * positions) : new float[0];
    var job =
        new Job(
            this,
            live,
            mel,
            known == null ? positions : known.sound().positions(),
            Math.min(frames, positions),
            prompt,
            command,
            request,
            known,
            new CompletableFuture<>());
    weights.decoder().submit(job);
    jobs.add(job);
    return job;
  }

  private WhisperWindow read(
      Job job, int samples, int command, WhisperRequest request, BooleanSupplier canceled)
      throws InterruptedException {
    if (!(await(job, canceled) instanceof Job.Text text)) {
      throw new IllegalStateException("asked for a text, was given another outcome");
    }
    int[] written = text.text().tokens();
    int words = WordAlignment.text(written, tokens).length;
    long[] boundaries =
        text.attention().length == 0
            ? new long[0]
            : WordAlignment.boundaries(text.attention(), job.frames(), command, words);
    remember(text, written);
    long lengthMs = Math.ceilDiv(samples, SAMPLES_PER_MILLI);
    return new WindowText(tokens, weights.vocabulary(), text, lengthMs, boundaries).window(request);
  }

  private void remember(Job.Text text, int[] written) {
    if (text.temperature() > HOT) {
      context.clear();
    } else {
      for (int token : written) {
        context.add(token);
      }
    }
  }

  /** The token for text that came before, the prompt, and of the text so far what has room. */
  private List<Integer> before(@Nullable String prompt) {
    int room = weights.textContext() / 2 - 1;
    List<Integer> before = new ArrayList<>();
    if (prompt != null && !prompt.isBlank()) {
      String end = prompt.substring(Math.max(0, prompt.length() - LONGEST_PROMPT));
      List<Integer> all = weights.pairs().encode(" " + end.strip());
      before.addAll(all.subList(Math.max(0, all.size() - room), all.size()));
    }
    int rest = Math.min(room - before.size(), context.size());
    before.addAll(context.subList(context.size() - rest, context.size()));
    if (!before.isEmpty()) {
      before.addFirst(tokens.previous());
    }
    return before;
  }

  private Job.Outcome await(Job job, BooleanSupplier canceled) throws InterruptedException {
    boolean done = false;
    try {
      while (!canceled.getAsBoolean()) {
        try {
          Job.Outcome outcome = job.outcome().get(POLL_MILLIS, TimeUnit.MILLISECONDS);
          done = true;
          return outcome;
        } catch (TimeoutException e) {
          // Not done yet: the loop asks whether it is still wanted.
        }
      }
      throw new SpeechException(ErrorCode.CANCELED, "the transcription was canceled");
    } catch (CancellationException e) {
      throw new IllegalStateException("the session is closed", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof SpeechException known
          ? known
          : new SpeechException(
              ErrorCode.INTERNAL, "the recognition engine failed; try again", e.getCause());
    } finally {
      jobs.remove(job);
      if (!done) {
        cancel(job);
        weights.decoder().wake();
      }
    }
  }

  private void cancel(Job job) {
    HeardWindow known = job.heard();
    if (known != null) {
      weights.decoder().later(known::free);
    }
    boolean tooLate = !job.outcome().cancel(false) && !job.outcome().isCompletedExceptionally();
    if (tooLate && job.outcome().join() instanceof Job.Languages languages) {
      weights.decoder().later(languages.heard()::free);
    }
  }

  private void free() {
    HeardWindow known = heard;
    heard = null;
    detected = null;
    if (known != null) {
      weights.decoder().later(known::free);
    }
  }
}
