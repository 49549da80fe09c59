package ai.stt.app.testing;

import ai.stt.plugin.enhancement.EnhancementOptions;
import ai.stt.plugin.enhancement.EnhancementStream;
import ai.stt.plugin.enhancement.Enhancer;
import ai.stt.plugin.enhancement.HopStream;
import java.util.ArrayList;
import java.util.List;

/** Makes every sound softer or leaves it as it is, and counts the streams that are open. */
public final class FakeEnhancer implements Enhancer {
  private static final int HOP = 160;

  private final int sampleRateHz;
  private final float gain;
  private final List<EnhancementOptions> asked = new ArrayList<>();
  private int open;

  /** An enhancer that works at this rate. */
  public FakeEnhancer(int sampleRateHz) {
    this(sampleRateHz, 1);
  }

  /** An enhancer that works at this rate and multiplies each sample. */
  public FakeEnhancer(int sampleRateHz, float gain) {
    this.sampleRateHz = sampleRateHz;
    this.gain = gain;
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
    asked.add(options);
    return new HopStream(HOP, 0, 10) {
      @Override
      protected float[] process(float[] samples) {
        float[] softer = samples.clone();
        for (int i = 0; i < softer.length; i++) {
          softer[i] *= gain;
        }
        return softer;
      }

      @Override
      public void close() {
        open--;
      }
    };
  }

  /** What each stream that was ever opened was to do. */
  public List<EnhancementOptions> asked() {
    return asked;
  }

  /** Streams that are not closed. */
  public int openStreams() {
    return open;
  }

  @Override
  public void close() {}
}
