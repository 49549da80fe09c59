package ai.stt.inference.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A frame that has come. Whatever does not fit is a {@link BrokenFrameException}. */
final class WireIn {
  private final ByteBuffer buffer;
  private final @Nullable SharedFloats shared;

  WireIn(ByteBuffer buffer, @Nullable SharedFloats shared) {
    this.buffer = buffer;
    this.shared = shared;
  }

  boolean flag() {
    return switch (int8()) {
      case 0 -> false;
      case 1 -> true;
      default -> throw new BrokenFrameException("neither yes nor no");
    };
  }

  int int8() {
    return needs(1).get();
  }

  int int32() {
    return needs(Integer.BYTES).getInt();
  }

  long int64() {
    return needs(Long.BYTES).getLong();
  }

  String text() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  byte[] bytes() {
    byte[] value = new byte[count(1)];
    buffer.get(value);
    return value;
  }

  float[] floats() {
    int length = int32();
    int size = SharedFloats.SLOT_FLOATS;
    int pieces = Math.ceilDiv(length, size);
    if (length < 0 || (long) pieces * Integer.BYTES > buffer.remaining()) {
      throw new BrokenFrameException("a sound of %d samples".formatted(length));
    }
    float[] values = new float[length];
    for (int from = 0; from < length; from += size) {
      piece(values, from, Math.min(size, length - from));
    }
    return values;
  }

  private void piece(float[] values, int from, int count) {
    int slot = int32();
    if (slot == SharedFloats.NONE) {
      ByteBuffer in = needs(count * Float.BYTES);
      in.asFloatBuffer().get(values, from, count);
      in.position(in.position() + count * Float.BYTES);
    } else if (shared == null) {
      throw new BrokenFrameException("there is no shared memory");
    } else {
      shared.take(slot, values, from, count);
    }
  }

  /**
   * How many things follow.
   *
   * @param leastBytes that each of them takes
   */
  int count(int leastBytes) {
    int count = int32();
    if (count < 0 || (long) count * leastBytes > buffer.remaining()) {
      throw new BrokenFrameException("%d things in a short frame".formatted(count));
    }
    return count;
  }

  private ByteBuffer needs(int bytes) {
    if (buffer.remaining() < bytes) {
      throw new BrokenFrameException("a frame ends too early");
    }
    return buffer;
  }
}
