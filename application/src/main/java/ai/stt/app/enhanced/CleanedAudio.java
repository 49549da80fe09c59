package ai.stt.app.enhanced;

import ai.stt.app.enhancement.Interpolator;
import ai.stt.plugin.enhancement.EnhancementOptions;
import ai.stt.plugin.enhancement.EnhancementStream;
import ai.stt.plugin.enhancement.Enhancer;
import ai.stt.speech.audio.PcmChunk;
import ai.stt.speech.audio.PcmSource;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A recording without most of its noise: the same chunks at the same times with the same marks of
 * speech. One thread; closes the enhancer's stream, not the recording.
 */
final class CleanedAudio implements PcmSource {
  private final PcmSource audio;
  private final EnhancementStream stream;
  private final int factor;
  private final Interpolator interpolator;
  private final Deque<PcmChunk> waiting = new ArrayDeque<>();

  /** At 16 kHz, in front of it what belongs to the first chunk that waits. */
  private float[] ready = new float[0];

  /** At the enhancer's rate, less than a sample at 16 kHz. */
  private float[] rest = new float[0];

  /** Samples of the enhancer's rate in front of the first one of the recording. */
  private int toDrop;

  private boolean ended;

  /**
   * Starts on a recording.
   *
   * @param enhancer of a rate that is a multiple of 16 kHz
   */
  CleanedAudio(PcmSource audio, Enhancer enhancer, EnhancementOptions options) {
    this.audio = audio;
    this.factor = enhancer.sampleRateHz() / PcmChunk.SAMPLE_RATE_HZ;
    this.interpolator = new Interpolator(factor);
    this.toDrop = factor == 1 ? 0 : Interpolator.DELAY * factor;
    this.stream = enhancer.open(options);
  }

  @Override
  public @Nullable PcmChunk read() throws InterruptedException {
    while (!ended && (waiting.isEmpty() || ready.length < waiting.getFirst().samples().length)) {
      PcmChunk chunk = audio.read();
      if (chunk == null) {
        ended = true;
        take(stream.feed(raised(new float[factor == 1 ? 0 : Interpolator.DELAY])));
        take(stream.finish());
      } else {
        waiting.add(chunk);
        take(stream.feed(raised(chunk.samples())));
      }
    }
    if (waiting.isEmpty()) {
      return null;
    }
    PcmChunk chunk = waiting.removeFirst();
    int length = chunk.samples().length;
    float[] cleaned = Arrays.copyOf(ready, length);
    ready = Arrays.copyOfRange(ready, Math.min(length, ready.length), ready.length);
    return new PcmChunk(chunk.startSample(), cleaned, chunk.speech());
  }

  private float[] raised(float[] samples) {
    if (factor == 1) {
      return samples;
    }
    float[] raised = new float[samples.length * factor];
    for (int i = 0; i < samples.length; i++) {
      interpolator.next(samples[i], raised, i * factor, 1);
    }
    return raised;
  }

  /** What went in had nothing above 8 kHz, so every so-manieth sample of what comes out will do. */
  private void take(float[] enhanced) {
    int dropped = Math.min(toDrop, enhanced.length);
    toDrop -= dropped;
    float[] kept = Arrays.copyOfRange(enhanced, dropped, enhanced.length);
    float[] all = Arrays.copyOf(rest, rest.length + kept.length);
    System.arraycopy(kept, 0, all, rest.length, kept.length);
    int whole = all.length / factor;
    int before = ready.length;
    ready = Arrays.copyOf(ready, before + whole);
    for (int i = 0; i < whole; i++) {
      ready[before + i] = all[i * factor];
    }
    rest = Arrays.copyOfRange(all, whole * factor, all.length);
  }

  @Override
  public void close() {
    stream.close();
  }
}
