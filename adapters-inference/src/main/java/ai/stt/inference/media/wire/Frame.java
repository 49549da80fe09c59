package ai.stt.inference.media.wire;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * What the child answers: {@link Ready} once after its start, then for each decoding a {@link
 * Header}, any number of {@link Pcm}, and exactly one {@link End} or {@link Refused}.
 *
 * <p>On the wire: one byte of kind, then the fields as {@link java.io.DataOutput} writes them;
 * samples are 32-bit little-endian floats behind their number.
 */
public sealed interface Frame {
  /** Most samples in one frame; the reader takes a larger number for a broken child. */
  int MAX_SAMPLES = 65_536;

  /** The child has loaded its libraries and waits for work. */
  record Ready() implements Frame {}

  /** The file was recognised and its decoder opened. */
  record Header(MediaHeader media) implements Frame {}

  /** The next whole frames, the channels in turn, as FFmpeg made them: unchecked. */
  @SuppressWarnings("ArrayRecordComponent") // plain data on a hot path; equality is never asked for
  record Pcm(float[] samples) implements Frame {}

  /** The track has ended, or the decoding was stopped. */
  record End(int damagedPackets) implements Frame {}

  /** The file cannot be decoded, with one sentence for the caller. */
  record Refused(String sentence) implements Frame {}

  /** Never sent: what the host reads where the child died or sent nonsense. */
  record Lost(String reason) implements Frame {}

  /** Sends this frame, without flushing. */
  default void writeTo(DataOutputStream out) throws IOException {
    switch (this) {
      case Ready _ -> out.writeByte('R');
      case Header(MediaHeader media) -> {
        out.writeByte('H');
        out.writeUTF(media.container());
        out.writeUTF(media.codec());
        out.writeInt(media.sampleRateHz());
        out.writeInt(media.channels());
        out.writeDouble(media.claimedSeconds());
        out.writeBoolean(media.estimated());
      }
      case Pcm(float[] samples) -> {
        byte[] bytes = new byte[samples.length * Float.BYTES];
        asFloats(bytes).put(samples);
        out.writeByte('P');
        out.writeInt(samples.length);
        out.write(bytes);
      }
      case End(int damagedPackets) -> {
        out.writeByte('E');
        out.writeInt(damagedPackets);
      }
      case Refused(String sentence) -> {
        out.writeByte('X');
        out.writeUTF(sentence);
      }
      case Lost _ -> throw new IllegalArgumentException("a lost child sends nothing");
    }
  }

  /** Waits for the next frame; never throws, as everything unreadable is a {@link Lost}. */
  static Frame readFrom(DataInputStream in) {
    try {
      int kind = in.readByte();
      return switch (kind) {
        case 'R' -> new Ready();
        case 'H' ->
            new Header(
                new MediaHeader(
                    in.readUTF(),
                    in.readUTF(),
                    in.readInt(),
                    in.readInt(),
                    in.readDouble(),
                    in.readBoolean()));
        case 'P' -> readPcm(in);
        case 'E' -> new End(in.readInt());
        case 'X' -> new Refused(in.readUTF());
        default -> new Lost("unknown frame " + kind);
      };
    } catch (IOException e) {
      return new Lost("its output ended: " + e);
    }
  }

  private static Frame readPcm(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 1 || length > MAX_SAMPLES) {
      return new Lost("a frame of " + length + " samples");
    }
    byte[] bytes = in.readNBytes(length * Float.BYTES);
    if (bytes.length < length * Float.BYTES) {
      return new Lost("its output ended within samples");
    }
    float[] samples = new float[length];
    asFloats(bytes).get(samples);
    return new Pcm(samples);
  }

  private static FloatBuffer asFloats(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
  }
}
