package ai.stt.inference.media;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A WAV file, byte by byte, as programs that are no FFmpeg write it.
 *
 * @param bits of a sample: 8, unsigned, or 16, 24, 32
 * @param channels the same sound on each
 * @param extensible whether the header is {@code WAVE_FORMAT_EXTENSIBLE}, which names the speakers
 */
record WavBytes(int bits, int channels, int rateHz, boolean extensible) {
  private static final int PCM = 1;
  private static final int EXTENSIBLE = 0xFFFE;
  private static final int SEVEN_ONE = 0x63F;
  private static final int EXTENSION = 24;

  /** The file, whose header tells its sizes. */
  byte[] of(float[] samples) {
    int data = samples.length * channels * bits / 8;
    return of(samples, headerBytes() - 8 + data, data);
  }

  /** The file with these sizes in its header, such as those of who writes into a pipe. */
  byte[] of(float[] samples, int riffSize, int dataSize) {
    int frame = channels * bits / 8;
    var out =
        ByteBuffer.allocate(headerBytes() + samples.length * frame).order(ByteOrder.LITTLE_ENDIAN);
    tag(out, "RIFF").putInt(riffSize);
    tag(out, "WAVE");
    tag(out, "fmt ").putInt(extensible ? 16 + EXTENSION : 16);
    out.putShort((short) (extensible ? EXTENSIBLE : PCM)).putShort((short) channels);
    out.putInt(rateHz).putInt(rateHz * frame).putShort((short) frame).putShort((short) bits);
    if (extensible) {
      out.putShort((short) (EXTENSION - 2)).putShort((short) bits).putInt(SEVEN_ONE);
      out.putShort((short) PCM); // the first two bytes of the format's GUID tell what it is
      out.put(new byte[] {0, 0, 0, 0, 0x10, 0, (byte) 0x80, 0, 0, (byte) 0xAA, 0, 0x38});
      out.put(new byte[] {(byte) 0x9B, 0x71});
    }
    tag(out, "data").putInt(dataSize);
    for (float sample : samples) {
      for (int channel = 0; channel < channels; channel++) {
        put(out, sample);
      }
    }
    return out.array();
  }

  private int headerBytes() {
    return 44 + (extensible ? EXTENSION : 0);
  }

  private void put(ByteBuffer out, float sample) {
    long value = Math.round(sample * (double) ((1L << (bits - 1)) - 1));
    if (bits == 8) {
      value += 128;
    }
    for (int shift = 0; shift < bits; shift += 8) {
      out.put((byte) (value >> shift));
    }
  }

  private static ByteBuffer tag(ByteBuffer out, String name) {
    return out.put(name.getBytes(StandardCharsets.US_ASCII));
  }
}
