package ai.stt.plugin.enhancement;

import ai.stt.plugin.Model;

/** Takes noise out of speech. Any number of streams may be open at once. */
public interface Enhancer extends Model {
  /** Samples per second of what goes in and comes out; 48,000 is a multiple of it. */
  int sampleRateHz();

  /**
   * How many samples a stream holds back at most: the latency of live sound that is fed in small
   * pieces. What comes out is aligned with what went in all the same.
   */
  int delaySamples();

  /** Starts on one channel of a recording or of live sound. */
  EnhancementStream open(EnhancementOptions options);
}
