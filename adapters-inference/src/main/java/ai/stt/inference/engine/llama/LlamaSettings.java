package ai.stt.inference.engine.llama;

/**
 * How language models are run.
 *
 * @param threads CPU threads that compute
 * @param gpu whether a GPU is used when the library was built for one and there is one
 * @param room tokens, prompts and answers of all requests together, that a model has memory for
 * @param together requests of a model that are computed together
 * @param waiting requests of a model that wait; more are turned away
 */
public record LlamaSettings(int threads, boolean gpu, int room, int together, int waiting) {
  /** Checks the numbers. */
  public LlamaSettings {
    if (threads < 1) {
      throw new IllegalArgumentException("threads is not positive");
    }
    if (room < 256 || room > 1 << 22) {
      throw new IllegalArgumentException("room is not in 256..4194304");
    }
    if (together < 1 || together > 64) {
      throw new IllegalArgumentException("together is not in 1..64");
    }
    if (waiting < 1 || waiting > 100_000) {
      throw new IllegalArgumentException("waiting is not in 1..100000");
    }
  }

  /** The same with other room. */
  LlamaSettings withRoom(int other) {
    return new LlamaSettings(threads, gpu, other, together, waiting);
  }
}
