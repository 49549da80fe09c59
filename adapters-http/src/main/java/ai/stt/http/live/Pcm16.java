package ai.stt.http.live;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.nio.ByteBuffer;

/**
 * Messages of little-endian 16-bit samples, which may come in parts that end inside of a sample.
 * One thread.
 */
final class Pcm16 {
  private static final float SCALE = 1 / 32768f;

  private int messageBytes;
  private int low = -1;

  /**
   * The samples that are whole now.
   *
   * @param last whether the message ends with this part
   * @throws SpeechException {@code INVALID_REQUEST} when the message is too long or ends inside of
   *     a sample
   */
  float[] samples(ByteBuffer part, boolean last) {
    messageBytes += part.remaining();
    if (messageBytes > StreamLimits.MOST_BYTES) {
      throw new SpeechException(
          ErrorCode.INVALID_REQUEST, "a binary message has at most 1 MiB; send smaller ones");
    }
    if (last && messageBytes % 2 != 0) {
      throw new SpeechException(
          ErrorCode.INVALID_REQUEST,
          "a binary message has an even number of bytes: PCM of 16 bits, little-endian, 16 kHz,"
              + " mono");
    }
    var samples = new float[(part.remaining() + (low < 0 ? 0 : 1)) / 2];
    for (int i = 0; i < samples.length; i++) {
      int first = low < 0 ? part.get() & 0xFF : low;
      low = -1;
      samples[i] = (part.get() << 8 | first) * SCALE;
    }
    if (part.hasRemaining()) {
      low = part.get() & 0xFF;
    }
    return samples;
  }

  /** Whether the message that ends now had nothing in it; the next one begins. */
  boolean endMessage() {
    boolean empty = messageBytes == 0;
    messageBytes = 0;
    return empty;
  }
}
