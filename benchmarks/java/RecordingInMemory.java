import ai.stt.speech.audio.PcmChunk;
import ai.stt.speech.audio.PcmSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A file of little-endian float32 at 16 kHz, read before anything is timed; a second at a time. */
final class RecordingInMemory implements PcmSource {
  private final float[] samples;
  private int at;

  RecordingInMemory(Path file) throws IOException {
    samples = samples(file);
  }

  /** All samples of a file of little-endian float32, at whatever rate. */
  static float[] samples(Path file) throws IOException {
    var floats =
        ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    float[] samples = new float[floats.remaining()];
    floats.get(samples);
    return samples;
  }

  @Override
  public PcmChunk read() {
    if (at == samples.length) {
      return null;
    }
    int end = Math.min(at + PcmChunk.SAMPLE_RATE_HZ, samples.length);
    var chunk = new PcmChunk(at, Arrays.copyOfRange(samples, at, end));
    at = end;
    return chunk;
  }

  @Override
  public void close() {}
}
