package ai.stt.app.enhancement;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** An enhanced recording that waits to be written; on the disk until closed. One thread. */
public final class EnhancedSound implements AutoCloseable {
  /** Samples per second and channel of the result. */
  public static final int SAMPLE_RATE_HZ = 48_000;

  /** How loud the result is, LUFS, if its peaks allow. */
  public static final double LOUDNESS_LUFS = -16;

  /**
   * A hair below -1 dBTP, so that another meter's filter and rounding to 16 bits stay below too.
   */
  private static final double CEILING_DB = -1.1;

  private static final int HEADER_BYTES = 44;
  private static final int FULL_SCALE = 32_767;

  private final String model;
  private final int channels;
  private final SpooledSound sound;
  private final float gain;

  EnhancedSound(String model, int channels, SpooledSound sound, float gain) {
    this.model = model;
    this.channels = channels;
    this.sound = sound;
    this.gain = gain;
  }

  /** Id of the model that did it. */
  public String model() {
    return model;
  }

  /** 1 or 2. */
  public int channels() {
    return channels;
  }

  /** Seconds. */
  public double duration() {
    return sound.samples() / (double) channels / SAMPLE_RATE_HZ;
  }

  /** The size of what {@link #writeWav} writes. */
  public long wavBytes() {
    return HEADER_BYTES + sound.samples() * Short.BYTES;
  }

  /** Writes a WAV file of 16-bit samples, at even loudness, in constant memory. */
  public void writeWav(OutputStream out) throws IOException {
    out.write(header());
    Limiter limiter = limiter(channels);
    for (long at = 0; at < sound.samples(); ) {
      float[] chunk = sound.read(at);
      out.write(shorts(limiter.feed(chunk, gain)));
      at += chunk.length;
    }
    out.write(shorts(limiter.finish()));
  }

  static Limiter limiter(int channels) {
    return new Limiter(SAMPLE_RATE_HZ, channels, (float) Math.pow(10, CEILING_DB / 20));
  }

  private byte[] header() {
    long bytes = wavBytes();
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    int frame = channels * Short.BYTES;
    header.put(ascii("RIFF")).putInt((int) (bytes - 8)).put(ascii("WAVEfmt ")).putInt(16);
    header.putShort((short) 1).putShort((short) channels).putInt(SAMPLE_RATE_HZ);
    header.putInt(SAMPLE_RATE_HZ * frame).putShort((short) frame).putShort((short) Short.SIZE);
    header.put(ascii("data")).putInt((int) (bytes - HEADER_BYTES));
    return header.array();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] shorts(float[] samples) {
    ByteBuffer bytes =
        ByteBuffer.allocate(samples.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float sample : samples) {
      bytes.putShort((short) Math.round(Math.clamp(sample, -1f, 1f) * FULL_SCALE));
    }
    return bytes.array();
  }

  @Override
  public void close() {
    try {
      sound.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
