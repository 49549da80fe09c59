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
 * estimated or a lie, and the length is what the account pays for. The number of channels, then
 * their samples in turn at 16 kHz, all 32 bits in the machine's order: 230 MB an hour, twice that
 * with the sides of a stereo recording. One thread.
 */
final class DecodedFile implements DecodedAudio {
  private static final int CHUNK_SAMPLES = PcmChunk.SAMPLE_RATE_HZ;
  private static final long NANOS_PER_SAMPLE = 1_000_000_000L / PcmChunk.SAMPLE_RATE_HZ;
  private static final Duration RETRY = Duration.ofSeconds(60);

  private final FileChannel file;
  private final int channels;
  private final long samples;
  private final ByteBuffer buffer;
  private @Nullable Sides sides;
  private long at;

  private DecodedFile(FileChannel file) throws IOException {
    this.file = file;
    ByteBuffer head = buffer(1);
    fill(head, 0);
    this.channels = head.getInt();
    this.samples = (file.size() - Integer.BYTES) / Float.BYTES / channels;
    this.buffer = buffer(channels * CHUNK_SAMPLES);
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
      PcmChunk chunk = audio.read();
      boolean sided = audio.sides() != null;
      write(buffer(1).putInt(sided ? 2 : 1).flip(), out);
      long samples = 0;
      for (; chunk != null; chunk = audio.read()) {
        Sides sides = audio.sides();
        float[] part = sided && sides != null ? sides.frames() : chunk.samples();
        ByteBuffer bytes = buffer(part.length);
        bytes.asFloatBuffer().put(part);
        write(bytes, out);
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

  private static void write(ByteBuffer bytes, FileChannel out) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }

  /** What was kept in a file; the caller closes it. */
  static DecodedAudio open(Path file) {
    try {
      FileChannel in = FileChannel.open(file, StandardOpenOption.READ);
      try {
        return new DecodedFile(in);
      } catch (IOException e) {
        in.close();
        throw e;
      }
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
    int count = (int) Math.min(CHUNK_SAMPLES, samples - at);
    var part = new float[channels * count];
    buffer.clear().limit(part.length * Float.BYTES);
    try {
      fill(buffer, Integer.BYTES + at * channels * Float.BYTES);
    } catch (IOException e) {
      throw gone(e);
    }
    buffer.asFloatBuffer().get(part);
    sides = channels == 1 ? null : Sides.of(part);
    var next = new PcmChunk(at, sides == null ? part : sides.mixed());
    at = next.endSample();
    return next;
  }

  private void fill(ByteBuffer bytes, long from) throws IOException {
    while (bytes.hasRemaining()) {
      if (file.read(bytes, from + bytes.position()) < 0) {
        throw new IOException("it is shorter than it was");
      }
    }
    bytes.flip();
  }

  @Override
  public @Nullable Sides sides() {
    return sides;
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
    return ByteBuffer.allocate(samples * Float.BYTES).order(ByteOrder.nativeOrder());
  }

  private static SpeechException gone(IOException e) {
    return new SpeechException(ErrorCode.INTERNAL, "the decoded audio cannot be read", e);
  }
}
