package ai.stt.inference.media;

import ai.stt.app.transcription.DecodedAudio;
import ai.stt.speech.audio.PcmChunk;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** A file on its way, as speech models hear it: mono at 16 kHz. One thread at a time. */
final class DecodedSpeech implements DecodedAudio {
  private final DecodingFile file;
  private @Nullable Sides sides;
  private long delivered;

  DecodedSpeech(DecodingFile file) {
    this.file = file;
  }

  @Override
  public OptionalDouble claimedDuration() {
    return file.claimedDuration();
  }

  @Override
  public @Nullable PcmChunk read() throws InterruptedException {
    float[] samples = file.read();
    if (samples == null) {
      return null;
    }
    if (file.channels() == 2) {
      sides = Sides.of(samples);
      samples = sides.mixed();
    }
    var chunk = new PcmChunk(delivered, samples);
    delivered = chunk.endSample();
    return chunk;
  }

  @Override
  public @Nullable Sides sides() {
    return sides;
  }

  @Override
  public void close() {
    file.close();
  }
}
