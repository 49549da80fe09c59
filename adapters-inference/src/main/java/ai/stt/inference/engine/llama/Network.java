package ai.stt.inference.engine.llama;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;

/** The context of a model, its memory by sequences. One thread at a time. */
@SuppressWarnings("restricted") // native access is what this package is for
final class Network {
  private final LlamaFunctions functions;
  private final MemorySegment context;
  private final MemorySegment memory;
  private final boolean forgets;
  private final ThreadChoice threads;

  /**
   * A context.
   *
   * @param threads that may compute
   * @param forgets whether the last tokens of a sequence can be forgotten
   */
  Network(LlamaFunctions functions, MemorySegment context, int threads, boolean forgets) {
    this.threads = new ThreadChoice(threads);
    this.functions = functions;
    this.context = context;
    this.memory = functions.memory(context);
    this.forgets = forgets;
  }

  /** Whether the beginning of a sequence can be used for another text. */
  boolean forgets() {
    return forgets;
  }

  /** Keeps the first tokens of a sequence. */
  boolean keep(int sequence, int tokens) {
    return functions.forget(memory, sequence, tokens);
  }

  /** Lets a sequence, which must be empty, know the first tokens of another. */
  void share(int from, int to, int tokens) {
    functions.share(memory, from, to, tokens);
  }

  /** Computes: 0 done, 1 no room, 2 stopped, negative for failure. */
  int decode(Batch batch) {
    int count = threads.next(batch.size());
    functions.setThreads(context, count);
    long start = System.nanoTime();
    int code = functions.decode(context, batch.ready());
    if (code == 0) {
      threads.took(batch.size(), count, System.nanoTime() - start);
    }
    return code;
  }

  /** Copies the numbers of the tokens behind a place of the last batch. */
  void logits(int place, float[] into) {
    MemorySegment.copy(
        functions.logits(context, place).reinterpret((long) into.length * Float.BYTES),
        JAVA_FLOAT,
        0,
        into,
        0,
        into.length);
  }
}
