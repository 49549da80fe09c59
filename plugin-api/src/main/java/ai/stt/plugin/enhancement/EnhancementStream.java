package ai.stt.plugin.enhancement;

/** One channel on its way through a model, in memory that does not grow. One thread at a time. */
public interface EnhancementStream extends AutoCloseable {
  /**
   * Takes the next samples and gives what is ready. All that came out so far, put together, is
   * aligned with what went in, and behind it by at most {@link Enhancer#delaySamples}. Large pieces
   * are faster; the size of the pieces changes the result by no more than rounding.
   *
   * @param samples any number, nominally in [-1, 1], finite
   */
  float[] feed(float[] samples);

  /** Ends the channel and gives the rest, so that as much has come out as went in. Called once. */
  float[] finish();

  /** Forgets the channel. Idempotent. */
  @Override
  void close();
}
