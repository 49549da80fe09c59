package ai.stt.inference.media.wire;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** What the host asks of the child. Requests are numbered upwards. */
public sealed interface Request {
  /** The number of the decoding that this is about. */
  long id();

  /** Decode a file; answered by a header, PCM and an end, or by a refusal anywhere in between. */
  record Decode(long id, String path, Format format) implements Request {}

  /** End that decoding early, if it still runs; it then answers with its end at once. */
  record Stop(long id) implements Request {}

  /** Sends this request. */
  default void writeTo(DataOutputStream out) throws IOException {
    switch (this) {
      case Decode decode -> {
        out.writeByte('D');
        out.writeLong(decode.id());
        out.writeUTF(decode.path());
        out.writeInt(decode.format().sampleRateHz());
        out.writeInt(decode.format().maxChannels());
      }
      case Stop stop -> {
        out.writeByte('S');
        out.writeLong(stop.id());
      }
    }
    out.flush();
  }

  /**
   * Waits for the next request.
   *
   * @throws IOException at the end of the stream: the host is gone
   */
  static Request readFrom(DataInputStream in) throws IOException {
    int kind = in.readByte();
    return switch (kind) {
      case 'D' -> new Decode(in.readLong(), in.readUTF(), new Format(in.readInt(), in.readInt()));
      case 'S' -> new Stop(in.readLong());
      default -> throw new IOException("unknown request: " + kind);
    };
  }
}
