package ai.stt.app.live;

import ai.stt.plugin.enhancement.EnhancementOptions;
import ai.stt.plugin.enhancement.EnhancementStream;
import ai.stt.plugin.enhancement.Enhancer;
import ai.stt.speech.audio.PcmChunk;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import org.jspecify.annotations.Nullable;

/**
 * The sound of a stream, without its noise when somebody asked for that. What comes out is aligned
 * with what went in, so words keep their times. One thread at a time.
 */
final class CleanedSound implements AutoCloseable {
  private static final float[] NOTHING = {};

  private final @Nullable EnhancementStream cleaning;

  /**
   * A stream at its start.
   *
   * @param enhancer null leaves the sound as it is; not closed
   * @throws SpeechException {@code INVALID_REQUEST} when it works at another rate than streams
   */
  CleanedSound(@Nullable Enhancer enhancer) {
    if (enhancer != null && enhancer.sampleRateHz() != PcmChunk.SAMPLE_RATE_HZ) {
      throw new SpeechException(
          ErrorCode.INVALID_REQUEST,
          "denoise: this model works at %d Hz; streams need one of %d Hz, such as gtcrn"
              .formatted(enhancer.sampleRateHz(), PcmChunk.SAMPLE_RATE_HZ));
    }
    cleaning = enhancer == null ? null : enhancer.open(EnhancementOptions.DEFAULT);
  }

  /** What is ready after the next samples, at 16 kHz. */
  float[] feed(float[] samples) {
    return cleaning == null ? samples : cleaning.feed(samples);
  }

  /** The rest. Called once. */
  float[] finish() {
    return cleaning == null ? NOTHING : cleaning.finish();
  }

  @Override
  public void close() {
    if (cleaning != null) {
      cleaning.close();
    }
  }
}
