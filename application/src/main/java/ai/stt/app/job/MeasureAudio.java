package ai.stt.app.job;

import ai.stt.app.transcription.DecodedAudio;
import ai.stt.app.transcription.MediaDecoder;
import ai.stt.speech.audio.PcmChunk;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Finds out how long a recording really is, by decoding it: what containers claim is often missing,
 * estimated or a lie, and it is what the account pays for. Thread-safe.
 */
final class MeasureAudio {
  private static final long NANOS_PER_SAMPLE = 1_000_000_000L / PcmChunk.SAMPLE_RATE_HZ;

  private final MediaDecoder decoder;

  MeasureAudio(MediaDecoder decoder) {
    this.decoder = decoder;
  }

  /**
   * The length.
   *
   * @throws ai.stt.speech.error.SpeechException as {@link MediaDecoder#open}
   */
  Duration measure(Path media) throws InterruptedException {
    try (DecodedAudio audio = decoder.open(media)) {
      long samples = 0;
      for (PcmChunk chunk = audio.read(); chunk != null; chunk = audio.read()) {
        samples = chunk.endSample();
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
      return Duration.ofNanos(samples * NANOS_PER_SAMPLE);
    }
  }
}
