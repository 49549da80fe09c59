package ai.stt.model.minilm;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Computes the texts of all callers together, in batches of texts of about the same length, several
 * batches at a time on a thread each: small ones, whose numbers stay in the processor's cache, were
 * faster than large ones on several threads. Whoever waits and finds a lane free computes the next
 * batch, whose texts may be others'; for many texts helpers come, which leave when none is left.
 * Thread-safe.
 */
final class SharedBatches {
  /** Tokens of a batch, padding included. */
  private static final int MOST_TOKENS = 320;

  /** Fewer are not worth being shared between lanes. */
  private static final int LEAST_TOKENS = 64;

  private final int lanes;
  private final Function<List<int[]>, float[][]> graph;
  private final ThreadFactory threads;

  /** The waiting texts, the oldest first; guarded by this. */
  private final List<Waiting> queue = new ArrayList<>();

  /** Batches that are being computed; guarded by this, like what follows. */
  private int computing;

  private int helpers;

  /**
   * Batches for a graph.
   *
   * @param lanes batches that are computed at the same time
   * @param graph gives a vector for each text; called by so many threads at a time
   */
  SharedBatches(int lanes, Function<List<int[]>, float[][]> graph) {
    this(lanes, graph, Thread.ofPlatform().daemon().name("minilm").factory());
  }

  /** With other threads for the helpers. */
  SharedBatches(int lanes, Function<List<int[]>, float[][]> graph, ThreadFactory threads) {
    this.lanes = lanes;
    this.graph = graph;
    this.threads = threads;
  }

  /** One text of one caller. Guarded by the batches. */
  private static final class Waiting {
    final int[] tokens;
    float @Nullable [] vector;
    @Nullable RuntimeException failure;

    Waiting(int[] tokens) {
      this.tokens = tokens;
    }

    boolean done() {
      return vector != null || failure != null;
    }
  }

  /** The vectors of texts, in their order. */
  float[][] embed(List<int[]> texts) throws InterruptedException {
    List<Waiting> mine = texts.stream().map(Waiting::new).toList();
    try {
      synchronized (this) {
        queue.addAll(mine);
        callHelpers();
      }
      while (true) {
        List<Waiting> batch = nextBatch(mine);
        if (batch.isEmpty()) {
          return results(mine);
        }
        compute(batch);
      }
    } catch (Throwable e) { // nobody waits for the rest of them any more
      synchronized (this) {
        queue.removeAll(new HashSet<>(mine));
      }
      throw e;
    }
  }

  private int waitingTokens() {
    return queue.stream().mapToInt(waiting -> waiting.tokens.length).sum();
  }

  private void callHelpers() {
    int wanted = Math.min(lanes - 1, waitingTokens() / LEAST_TOKENS - 1);
    for (; helpers < wanted; helpers++) {
      threads.newThread(this::help).start();
    }
  }

  private void help() {
    boolean left = false;
    try {
      for (List<Waiting> batch = nextForHelper(); !batch.isEmpty(); batch = nextForHelper()) {
        compute(batch);
      }
      left = true;
    } finally {
      if (!left) { // an error; another helper may take its place
        leave();
      }
    }
  }

  private synchronized List<Waiting> nextForHelper() {
    if (queue.isEmpty() || computing >= lanes) {
      leave();
      return List.of();
    }
    return take();
  }

  private synchronized void leave() {
    helpers--;
  }

  /** Waits until all of the caller's texts are done, then empty, or until it is to compute. */
  private synchronized List<Waiting> nextBatch(List<Waiting> mine) throws InterruptedException {
    while (true) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (mine.stream().allMatch(Waiting::done)) {
        return List.of();
      }
      if (computing < lanes && !queue.isEmpty()) {
        return take();
      }
      wait();
    }
  }

  /** The oldest text and those that are nearest to it in length. */
  private List<Waiting> take() {
    computing++;
    int most = Math.clamp(waitingTokens() / lanes, LEAST_TOKENS, MOST_TOKENS);
    int length = queue.getFirst().tokens.length;
    List<Waiting> byNearness = new ArrayList<>(queue);
    byNearness.sort(Comparator.comparingInt(w -> Math.abs(w.tokens.length - length)));
    List<Waiting> batch = new ArrayList<>();
    int longest = 0;
    for (Waiting waiting : byNearness) {
      int padded = Math.max(longest, waiting.tokens.length);
      if (!batch.isEmpty() && padded * (batch.size() + 1) > most) {
        break;
      }
      longest = padded;
      batch.add(waiting);
    }
    queue.removeAll(new HashSet<>(batch));
    return batch;
  }

  private void compute(List<Waiting> batch) {
    float[][] vectors = new float[0][];
    RuntimeException failure = null;
    try {
      vectors = graph.apply(batch.stream().map(waiting -> waiting.tokens).toList());
    } catch (RuntimeException e) {
      failure = e;
    } finally {
      finish(batch, vectors, failure);
    }
  }

  private synchronized void finish(
      List<Waiting> batch, float[][] vectors, @Nullable RuntimeException failure) {
    for (int i = 0; i < batch.size(); i++) {
      if (i < vectors.length) {
        batch.get(i).vector = vectors[i];
      } else {
        batch.get(i).failure =
            failure == null ? new IllegalStateException("the batch was not computed") : failure;
      }
    }
    computing--;
    notifyAll();
  }

  private synchronized float[][] results(List<Waiting> mine) {
    float[][] vectors = new float[mine.size()][];
    for (int i = 0; i < vectors.length; i++) {
      Waiting done = mine.get(i);
      if (done.failure != null) {
        throw done.failure;
      }
      vectors[i] = Objects.requireNonNull(done.vector);
    }
    return vectors;
  }
}
