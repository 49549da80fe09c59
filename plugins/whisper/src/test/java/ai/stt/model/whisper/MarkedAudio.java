package ai.stt.model.whisper;

import ai.stt.speech.audio.PcmChunk;
import ai.stt.speech.audio.PcmSource;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Audio in which somebody speaks from one second to before another. */
final class MarkedAudio implements PcmSource {
  private static final int CHUNK = 32 * PcmChunk.FRAME_SAMPLES;

  private final float[] audio;
  private final int fromSecond;
  private final int toSecond;
  private int at;

  MarkedAudio(float[] audio, int fromSecond, int toSecond) {
    this.audio = audio;
    this.fromSecond = fromSecond;
    this.toSecond = toSecond;
  }

  @Override
  public @Nullable PcmChunk read() {
    if (at >= audio.length) {
      return null;
    }
    float[] samples = Arrays.copyOfRange(audio, at, Math.min(audio.length, at + CHUNK));
    float[] speech = new float[Math.ceilDiv(samples.length, PcmChunk.FRAME_SAMPLES)];
    for (int i = 0; i < speech.length; i++) {
      double second = PcmChunk.seconds(at + (long) i * PcmChunk.FRAME_SAMPLES);
      speech[i] = second >= fromSecond && second < toSecond ? 0.9f : 0.1f;
    }
    var chunk = new PcmChunk(at, samples, speech);
    at += samples.length;
    return chunk;
  }

  @Override
  public void close() {}
}
