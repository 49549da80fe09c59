package ai.stt.inference.onnx;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A message of protocol buffers that is written field by field. Weights stay where they are, mapped
 * or on the heap, and are copied only when the message is written out. One thread at a time.
 */
final class Message {
  private static final int VARINT = 0;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED_32 = 5;
  private static final int LARGEST_WRITE = 1 << 20;

  private final List<MemorySegment> parts = new ArrayList<>();
  private ByteArrayOutputStream small = new ByteArrayOutputStream();
  private long largeBytes;

  Message number(int field, long value) {
    varint(((long) field << 3) | VARINT);
    varint(value);
    return this;
  }

  Message real(int field, float value) {
    varint(((long) field << 3) | FIXED_32);
    int bits = Float.floatToRawIntBits(value);
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      small.write(bits >>> shift);
    }
    return this;
  }

  Message text(int field, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    length(field, bytes.length);
    small.writeBytes(bytes);
    return this;
  }

  Message bytes(int field, MemorySegment value) {
    length(field, value.byteSize());
    add(value);
    return this;
  }

  Message message(int field, Message inner) {
    length(field, inner.size());
    inner.flush();
    inner.parts.forEach(this::add);
    return this;
  }

  /** Puts the fields of another message behind those of this one. */
  Message append(Message more) {
    more.flush();
    more.parts.forEach(this::add);
    return this;
  }

  long size() {
    return largeBytes + small.size();
  }

  void writeTo(WritableByteChannel channel) throws IOException {
    flush();
    for (MemorySegment part : parts) {
      write(part, channel);
    }
  }

  /** Writes piece by piece, since a buffer holds less than 2 GiB. */
  static void write(MemorySegment part, WritableByteChannel channel) throws IOException {
    for (long at = 0; at < part.byteSize(); at += LARGEST_WRITE) {
      ByteBuffer piece =
          part.asSlice(at, Math.min(LARGEST_WRITE, part.byteSize() - at)).asByteBuffer();
      while (piece.hasRemaining()) {
        channel.write(piece);
      }
    }
  }

  private void length(int field, long bytes) {
    varint(((long) field << 3) | LENGTH_DELIMITED);
    varint(bytes);
  }

  private void add(MemorySegment part) {
    flush();
    parts.add(part);
    largeBytes += part.byteSize();
  }

  private void flush() {
    if (small.size() > 0) {
      parts.add(MemorySegment.ofArray(small.toByteArray()));
      largeBytes += small.size();
      small = new ByteArrayOutputStream();
    }
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      small.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    small.write((int) rest);
  }
}
