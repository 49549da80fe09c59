package ai.stt.app.enhanced;

import ai.stt.speech.audio.PcmChunk;
import ai.stt.speech.audio.PcmSource;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A recording of which the last minutes can be heard again: at most ten, which are 40 megabytes.
 * One thread at a time; does not close the recording.
 */
final class RememberedAudio implements PcmSource {
  private static final long MOST_SAMPLES = 600L * PcmChunk.SAMPLE_RATE_HZ;
  private static final int FRAME = PcmChunk.FRAME_SAMPLES;

  private final PcmSource audio;
  private final Deque<PcmChunk> chunks = new ArrayDeque<>();

  RememberedAudio(PcmSource audio) {
    this.audio = audio;
  }

  @Override
  public @Nullable PcmChunk read() throws InterruptedException {
    PcmChunk chunk = audio.read();
    if (chunk != null) {
      chunks.addLast(chunk);
      forgetBefore(chunk.endSample() - MOST_SAMPLES);
    }
    return chunk;
  }

  /** Needs nothing before a sample any more. */
  void forgetBefore(long sample) {
    while (!chunks.isEmpty() && chunks.getFirst().endSample() <= sample) {
      chunks.removeFirst();
    }
  }

  /**
   * A piece of the recording, on a clock of its own.
   *
   * @param from its first sample, of a whole frame
   * @return null when it is forgotten, or was not marked
   */
  @Nullable PcmChunk between(long from, long to) {
    if (chunks.isEmpty() || chunks.getFirst().startSample() > from || to <= from) {
      return null;
    }
    float[] samples = new float[Math.toIntExact(to - from)];
    float[] speech = new float[Math.ceilDiv(samples.length, FRAME)];
    for (PcmChunk chunk : chunks) {
      if (chunk.speech().length == 0) {
        return null;
      }
      long start = Math.max(from, chunk.startSample());
      int count = (int) (Math.min(to, chunk.endSample()) - start);
      if (count > 0) {
        int at = (int) (start - chunk.startSample());
        System.arraycopy(chunk.samples(), at, samples, (int) (start - from), count);
        int frames = Math.ceilDiv(count, FRAME);
        System.arraycopy(chunk.speech(), at / FRAME, speech, (int) (start - from) / FRAME, frames);
      }
    }
    long last = chunks.getLast().endSample();
    return last >= to
        ? new PcmChunk(0, samples, speech)
        : new PcmChunk(
            0,
            Arrays.copyOf(samples, (int) (last - from)),
            Arrays.copyOf(speech, Math.ceilDiv((int) (last - from), FRAME)));
  }

  @Override
  public void close() {}
}
