package ai.stt.app.enhanced;

import ai.stt.speech.audio.PcmChunk;

/**
 * How far speech is above what is heard between it, of chunks that say where somebody speaks. One
 * thread.
 */
final class NoiseLevel {
  private static final float SPEECH = 0.5f;
  private static final float NO_SPEECH = 0.1f;

  /** Half a second: fewer frames tell nothing. */
  private static final int LEAST_FRAMES = 16;

  private double speech;
  private double noise;
  private int speechFrames;
  private int noiseFrames;

  void add(PcmChunk chunk) {
    for (int frame = 0; frame < chunk.speech().length; frame++) {
      int from = frame * PcmChunk.FRAME_SAMPLES;
      int to = Math.min(from + PcmChunk.FRAME_SAMPLES, chunk.samples().length);
      double power = 0;
      for (int i = from; i < to; i++) {
        power += (double) chunk.samples()[i] * chunk.samples()[i] / (to - from);
      }
      if (chunk.speech()[frame] >= SPEECH) {
        speech += power;
        speechFrames++;
      } else if (chunk.speech()[frame] < NO_SPEECH) {
        noise += power;
        noiseFrames++;
      }
    }
  }

  /** The ratio of speech to noise in decibels; infinite when there is too little of either. */
  double decibels() {
    if (speechFrames < LEAST_FRAMES || noiseFrames < LEAST_FRAMES || noise <= 0) {
      return Double.POSITIVE_INFINITY;
    }
    double between = noise / noiseFrames;
    return 10 * Math.log10(Math.max(speech / speechFrames - between, 1e-12) / between);
  }
}
