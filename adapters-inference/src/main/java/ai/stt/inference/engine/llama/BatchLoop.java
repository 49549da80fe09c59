package ai.stt.inference.engine.llama;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that computes the requests of all callers together. A step takes the next token of
 * everybody who writes, and as much as there is room for of the prompts that are still being read,
 * the urgent ones first.
 */
final class BatchLoop {
  private static final int DONE = 0;
  private static final int NO_ROOM = 1;
  private static final int STOPPED = 2;

  /** A pass stops at its next operation; on a GPU when what is under way there is done. */
  private static final Duration GRACE = Duration.ofSeconds(20);

  private static final Logger LOG = LoggerFactory.getLogger(BatchLoop.class);
  private static final Duration RETRY = Duration.ofSeconds(10);

  private final LlamaSettings settings;
  private final StopFlag stop;
  private final Seats seats;
  private final Network network;
  private final Runnable free;
  private final Thread thread;
  private final float[] logits;

  /** Those without a seat, first come first; guarded by this, like what follows. */
  private final List<Run> waiting = new ArrayList<>();

  private @Nullable Batch computing;
  private int users;
  private boolean closed;

  /**
   * A loop that runs.
   *
   * @param vocabulary number of tokens
   * @param free frees the context, once nobody uses it
   */
  BatchLoop(Network network, int vocabulary, StopFlag stop, LlamaSettings settings, Runnable free) {
    this.network = network;
    this.stop = stop;
    this.settings = settings;
    this.free = free;
    this.seats = new Seats(network, settings.together(), settings.room());
    this.logits = new float[vocabulary];
    this.thread = Thread.ofPlatform().daemon().name("llama.cpp").unstarted(this::run);
    thread.setContextClassLoader(BatchLoop.class.getClassLoader());
    thread.start();
  }

  /** Calls what reads the model; it is not freed meanwhile. */
  <T> T using(Supplier<T> reading) {
    synchronized (this) {
      requireOpen();
      users++;
    }
    try {
      return reading.get();
    } finally {
      synchronized (this) {
        users--;
        notifyAll();
      }
    }
  }

  /**
   * Lets a run wait for its seat.
   *
   * @throws SpeechException {@code OVERLOADED} when too many wait
   */
  synchronized Run submit(Run run) {
    if (closed || waiting.size() >= settings.waiting()) {
      run.release();
      requireOpen();
      throw new SpeechException(
          ErrorCode.OVERLOADED,
          "too many requests wait for the language model; try again later",
          RETRY,
          null);
    }
    int at = waiting.size();
    while (run.urgent() && at > 0 && !waiting.get(at - 1).urgent()) {
      at--;
    }
    waiting.add(at, run);
    notifyAll();
    return run;
  }

  /** The caller has left; a step that is mostly for those who left is stopped. */
  synchronized void cancel(Run run) {
    run.cancel();
    if (waiting.remove(run)) {
      run.release();
    }
    if (computing != null && 2 * computing.canceled() >= computing.size()) {
      stop.raise();
    }
    notifyAll();
  }

  /**
   * Stops, and frees the context. Returns after {@code GRACE} all the same: what native code still
   * does then it does on its thread, which frees the context at its end.
   */
  void close() {
    synchronized (this) {
      if (!closed) {
        closed = true;
        stop.raise();
        notifyAll();
      }
    }
    if (!ThreadEnd.await(thread, GRACE)) {
      LOG.warn("llama.cpp does not stop; its memory is freed when it does");
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the weights are closed");
    }
  }

  private void run() {
    try (Arena arena = Arena.ofConfined()) {
      var batch = new Batch(arena, LlamaCppEngine.BATCH);
      while (prepare(batch)) {
        step(batch);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts this thread", e);
    } finally {
      end();
    }
  }

  /** Waits for work and puts it together; false when it is over. */
  private synchronized boolean prepare(Batch batch) throws InterruptedException {
    while (!closed) {
      for (Seat seat : seats.taken()) {
        if (seat.run != null && seat.run.canceled()) {
          seats.leave(seat);
        }
      }
      while (!waiting.isEmpty() && seats.sit(waiting.getFirst())) {
        waiting.removeFirst();
      }
      fill(batch);
      if (batch.size() > 0) {
        stop.lower();
        computing = batch;
        return true;
      }
      wait();
    }
    return false;
  }

  private void fill(Batch batch) {
    batch.clear();
    for (Seat seat : seats.served()) {
      Run run = seat.run;
      if (run != null) {
        batch.add(seat, run, batch.room());
      }
    }
  }

  private void step(Batch batch) {
    int code = network.decode(batch);
    synchronized (this) {
      computing = null;
    }
    switch (code) {
      case DONE -> batch.parts().forEach(this::advance);
      case STOPPED -> batch.parts().forEach(part -> seats.keep(part.seat(), part.seat().length()));
      case NO_ROOM -> {
        batch.parts().forEach(part -> seats.keep(part.seat(), part.seat().length()));
        if (!seats.forgetIdle()) {
          fail(batch.parts(), "the language model has no memory left; try again later");
        }
      }
      default -> fail(batch.parts(), "the language model failed; try again");
    }
  }

  private void advance(Batch.Part part) {
    Seat seat = part.seat();
    seat.computed(part.tokens());
    if (!part.chooses() || part.run().canceled()) {
      return;
    }
    try {
      network.logits(part.place(), logits);
      int token = part.run().next(logits, seat.knownBefore);
      if (token >= 0) {
        seat.chose(token);
      } else {
        seats.leave(seat);
      }
    } catch (RuntimeException e) {
      part.run().fail(ErrorCode.INTERNAL, "the language model failed; try again", e);
      seats.leave(seat);
    }
  }

  private void fail(List<Batch.Part> parts, String sentence) {
    for (Batch.Part part : parts) {
      part.run().fail(ErrorCode.INTERNAL, sentence, null);
      seats.leave(part.seat());
      seats.keep(part.seat(), 0);
    }
  }

  private void end() {
    List<Run> left = new ArrayList<>();
    synchronized (this) {
      closed = true;
      while (users > 0) {
        try {
          wait();
        } catch (InterruptedException e) {
          throw new IllegalStateException("nobody interrupts this thread", e);
        }
      }
      left.addAll(waiting);
      waiting.clear();
    }
    for (Run run : left) {
      run.fail(ErrorCode.SHUTTING_DOWN, "the language model is being unloaded; try again", null);
      run.release();
    }
    for (Seat seat : seats.taken()) {
      if (seat.run != null) {
        seat.run.fail(
            ErrorCode.SHUTTING_DOWN, "the language model is being unloaded; try again", null);
      }
      seats.leave(seat);
    }
    free.run();
  }
}
