package ai.stt.app.job;

import ai.stt.app.transcription.DecodedAudio;
import ai.stt.speech.audio.PcmChunk;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Decoded audio on its way from a disk, where it was kept so that a recording is decoded once: how
 * long it is has to be known before anybody works on it. What containers claim is often missing,
 * estimated or a lie, and the length is what the account pays for. Mono at 16 kHz, 32-bit floats in
 * the machine's order, so 230 MB an hour. One thread.
 */
final class DecodedFile implements DecodedAudio {
  private static final int CHUNK_SAMPLES = PcmChunk.SAMPLE_RATE_HZ;
  private static final long NANOS_PER_SAMPLE = 1_000_000_000L / PcmChunk.SAMPLE_RATE_HZ;
  private static final Duration RETRY = Duration.ofSeconds(60);

  private final FileChannel file;
  private final long samples;
  private final ByteBuffer buffer = buffer(CHUNK_SAMPLES);
  private long at;

  private DecodedFile(FileChannel file, long samples) {
    this.file = file;
    this.samples = samples;
  }

  /**
   * Keeps all of some audio.
   *
   * @param file is made, or replaced
   * @return how long it is
   * @throws SpeechException what reading the audio throws; {@code OVERLOADED} when there is no room
   */
  static Duration keep(DecodedAudio audio, Path file) throws InterruptedException {
    try (FileChannel out =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      long samples = 0;
      for (PcmChunk chunk = audio.read(); chunk != null; chunk = audio.read()) {
        write(chunk.samples(), out);
        samples = chunk.endSample();
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
      return Duration.ofNanos(samples * NANOS_PER_SAMPLE);
    } catch (IOException e) {
      throw new SpeechException(
          ErrorCode.OVERLOADED, "the server has no room for the decoded audio now", RETRY, e);
    }
  }

  private static void write(float[] samples, FileChannel out) throws IOException {
    ByteBuffer bytes = buffer(samples.length);
    bytes.asFloatBuffer().put(samples);
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }

  /** What was kept in a file; the caller closes it. */
  static DecodedAudio open(Path file) {
    try {
      FileChannel in = FileChannel.open(file, StandardOpenOption.READ);
      return new DecodedFile(in, in.size() / Float.BYTES);
    } catch (IOException e) {
      throw gone(e);
    }
  }

  @Override
  public OptionalDouble claimedDuration() {
    return OptionalDouble.of(PcmChunk.seconds(samples));
  }

  @Override
  public @Nullable PcmChunk read() {
    if (at == samples) {
      return null;
    }
    var chunk = new float[(int) Math.min(CHUNK_SAMPLES, samples - at)];
    buffer.clear().limit(chunk.length * Float.BYTES);
    try {
      while (buffer.hasRemaining()) {
        if (file.read(buffer, at * Float.BYTES + buffer.position()) < 0) {
          throw new IOException("it is shorter than it was");
        }
      }
    } catch (IOException e) {
      throw gone(e);
    }
    buffer.flip().asFloatBuffer().get(chunk);
    var next = new PcmChunk(at, chunk);
    at = next.endSample();
    return next;
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw gone(e);
    }
  }

  private static ByteBuffer buffer(int samples) {
    return ByteBuffer.allocateDirect(samples * Float.BYTES).order(ByteOrder.nativeOrder());
  }

  private static SpeechException gone(IOException e) {
    return new SpeechException(ErrorCode.INTERNAL, "the decoded audio cannot be read", e);
  }
}
