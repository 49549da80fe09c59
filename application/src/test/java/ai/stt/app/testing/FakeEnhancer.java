package ai.stt.app.testing;

import ai.stt.plugin.enhancement.EnhancementOptions;
import ai.stt.plugin.enhancement.EnhancementStream;
import ai.stt.plugin.enhancement.Enhancer;
import ai.stt.plugin.enhancement.HopStream;

/** Leaves every sound as it is, and counts the streams that are open. */
public final class FakeEnhancer implements Enhancer {
  private static final int HOP = 160;

  private final int sampleRateHz;
  private int open;
  private int opened;

  /** An enhancer that works at this rate. */
  public FakeEnhancer(int sampleRateHz) {
    this.sampleRateHz = sampleRateHz;
  }

  @Override
  public int sampleRateHz() {
    return sampleRateHz;
  }

  @Override
  public int delaySamples() {
    return HOP;
  }

  @Override
  public EnhancementStream open(EnhancementOptions options) {
    open++;
    opened++;
    return new HopStream(HOP, 0, 10) {
      @Override
      protected float[] process(float[] samples) {
        return samples;
      }

      @Override
      public void close() {
        open--;
      }
    };
  }

  /** Streams that were ever opened. */
  public int opened() {
    return opened;
  }

  /** Streams that are not closed. */
  public int openStreams() {
    return open;
  }

  @Override
  public void close() {}
}
