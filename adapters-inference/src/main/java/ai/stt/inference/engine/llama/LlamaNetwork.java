package ai.stt.inference.engine.llama;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;

/** The context of a model in the library. One thread at a time. */
@SuppressWarnings("restricted") // native access is what this package is for
final class LlamaNetwork implements Network {
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
  LlamaNetwork(LlamaFunctions functions, MemorySegment context, int threads, boolean forgets) {
    this.threads = new ThreadChoice(threads);
    this.functions = functions;
    this.context = context;
    this.memory = functions.memory(context);
    this.forgets = forgets;
  }

  @Override
  public boolean forgets() {
    return forgets;
  }

  @Override
  public boolean keep(int sequence, int tokens) {
    return functions.forget(memory, sequence, tokens);
  }

  @Override
  public void share(int from, int to, int tokens) {
    functions.share(memory, from, to, tokens);
  }

  @Override
  public int decode(Batch batch) {
    int count = threads.next(batch.size());
    functions.setThreads(context, count);
    long start = System.nanoTime();
    int code = functions.decode(context, batch.ready());
    if (code == 0) {
      threads.took(batch.size(), count, System.nanoTime() - start);
    }
    return code;
  }

  @Override
  public void logits(int place, float[] into) {
    MemorySegment.copy(
        functions.logits(context, place).reinterpret((long) into.length * Float.BYTES),
        JAVA_FLOAT,
        0,
        into,
        0,
        into.length);
  }
}
