package ai.stt.app.live;

import ai.stt.plugin.voiceactivity.VoiceActivityStream;
import ai.stt.speech.audio.PcmChunk;

/** Where no voice-activity model is live: everything clearly over the quietest sounds is voice. */
final class LevelVoice implements VoiceActivityStream {
  /** 12 dB over the noise, which is never taken to be under -60 dB of full scale. */
  private static final double OVER_NOISE = 4;

  private static final double LEAST_NOISE = 0.001;

  /** The noise follows a level down at once and up slowly. */
  private static final double RISE = 1.01;

  private double noise = 0.003;

  @Override
  public float[] feed(float[] samples) {
    var result = new float[Math.ceilDiv(samples.length, PcmChunk.FRAME_SAMPLES)];
    for (int i = 0; i < result.length; i++) {
      int from = i * PcmChunk.FRAME_SAMPLES;
      int to = Math.min(samples.length, from + PcmChunk.FRAME_SAMPLES);
      double sum = 0;
      for (int at = from; at < to; at++) {
        sum += samples[at] * samples[at];
      }
      double level = Math.sqrt(sum / (to - from));
      noise = Math.max(LEAST_NOISE, Math.min(level, noise * RISE));
      result[i] = level >= OVER_NOISE * noise ? 1 : 0;
    }
    return result;
  }

  @Override
  public void close() {}
}
