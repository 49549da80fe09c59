package ai.stt.model.whisper;

import ai.stt.speech.audio.PcmChunk;

/** The level of audio, frame by frame. */
final class Loudness {
  /** 10 ms. */
  static final int FRAME_SAMPLES = PcmChunk.SAMPLE_RATE_HZ / 100;

  /** -66 dB of full scale (root mean square): under the noise of any room. */
  private static final float SILENCE = 0.0005f;

  private Loudness() {}

  /** Whether there is nothing to hear in [from, to) at all; the bounds are cut to the array. */
  static boolean isSilent(float[] samples, int from, int to) {
    int end = Math.clamp(to, 0, samples.length);
    for (int at = Math.clamp(from, 0, end); at < end; at += FRAME_SAMPLES) {
      if (level(samples, at, Math.min(end, at + FRAME_SAMPLES)) >= SILENCE) {
        return false;
      }
    }
    return true;
  }

  /** The root mean square of each whole frame. */
  static float[] frames(float[] samples) {
    float[] levels = new float[samples.length / FRAME_SAMPLES];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = level(samples, i * FRAME_SAMPLES, (i + 1) * FRAME_SAMPLES);
    }
    return levels;
  }

  private static float level(float[] samples, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += samples[i] * samples[i];
    }
    return (float) Math.sqrt(sum / (to - from));
  }
}
