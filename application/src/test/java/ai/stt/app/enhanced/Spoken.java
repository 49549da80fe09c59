package ai.stt.app.enhanced;

import ai.stt.speech.audio.PcmChunk;
import ai.stt.speech.audio.PcmSource;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A second of "speech" (a low tone) and a second of pause in turns, with noise, marked. */
final class Spoken implements PcmSource {
  private static final int FRAME = PcmChunk.FRAME_SAMPLES;
  private static final int PAUSE_FRAMES = 31;

  final float[] samples;
  private final boolean marked;
  private int at;

  Spoken(int length, double noise, boolean marked) {
    this.marked = marked;
    var random = new Random(1);
    samples = new float[length];
    for (int i = 0; i < length; i++) {
      double tone = speaks(i) ? 0.2 * Math.sin(2 * Math.PI * 300 * i / 16_000) : 0;
      samples[i] = (float) (tone + noise * random.nextGaussian());
    }
  }

  private static boolean speaks(int sample) {
    return sample / FRAME / PAUSE_FRAMES % 2 == 0;
  }

  @Override
  public @Nullable PcmChunk read() {
    if (at == samples.length) {
      return null;
    }
    int end = Math.min(samples.length, at + 20 * FRAME);
    float[] part = Arrays.copyOfRange(samples, at, end);
    float[] speech = new float[marked ? Math.ceilDiv(part.length, FRAME) : 0];
    for (int i = 0; i < speech.length; i++) {
      speech[i] = speaks(at + i * FRAME) ? 0.9f : 0.02f;
    }
    var chunk = new PcmChunk(at, part, speech);
    at = end;
    return chunk;
  }

  @Override
  public void close() {}
}
