package ai.stt.config.e2e;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A FLAC of silence, 16 kHz and mono (RFC 9639): a frame of four seconds is one number in fourteen
 * bytes, so hours are kilobytes.
 */
final class SilentFlac {
  private static final int RATE = 16_000;
  private static final int BLOCK = 4 * RATE;

  private SilentFlac() {}

  /** So many minutes, whose length the header tells. */
  static byte[] ofMinutes(int minutes) {
    int frames = minutes * 60 * RATE / BLOCK;
    var file = new ByteArrayOutputStream();
    file.writeBytes("fLaC".getBytes(StandardCharsets.US_ASCII));
    file.writeBytes(streamInfo((long) frames * BLOCK));
    for (int number = 0; number < frames; number++) {
      file.writeBytes(frame(number));
    }
    return file.toByteArray();
  }

  /** The only block of metadata: block sizes, unknown frame sizes, format, length, no checksum. */
  private static byte[] streamInfo(long samples) {
    var info = ByteBuffer.allocate(4 + 34);
    info.putInt(0x80 << 24 | 34);
    info.putShort((short) BLOCK).putShort((short) BLOCK).putShort((short) 0).putInt(0);
    info.putLong((long) RATE << 44 | 15L << 36 | samples); // 3 bits: one channel; 5: 16 bits
    return info.array();
  }

  private static byte[] frame(int number) {
    var frame = new ByteArrayOutputStream();
    frame.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xF8, 0x75, 0x08}); // 16-bit size, 16 kHz
    writeNumber(frame, number);
    frame.write((BLOCK - 1) >> 8);
    frame.write(BLOCK - 1);
    frame.write(crc(frame.toByteArray(), 0x07, 8));
    frame.writeBytes(new byte[3]); // a constant subframe: 0
    int crc = crc(frame.toByteArray(), 0x8005, 16);
    frame.write(crc >> 8);
    frame.write(crc);
    return frame.toByteArray();
  }

  /** As UTF-8 writes characters. */
  private static void writeNumber(ByteArrayOutputStream frame, int number) {
    frame.writeBytes(Character.toString(number).getBytes(StandardCharsets.UTF_8));
  }

  private static int crc(byte[] bytes, int polynomial, int bits) {
    int crc = 0;
    for (byte b : bytes) {
      crc ^= (b & 0xFF) << (bits - 8);
      for (int i = 0; i < 8; i++) {
        crc = (crc << 1) ^ ((crc >> (bits - 1) & 1) * polynomial);
      }
      crc &= (1 << bits) - 1;
    }
    return crc;
  }
}
