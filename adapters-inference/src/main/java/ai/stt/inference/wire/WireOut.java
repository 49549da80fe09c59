package ai.stt.inference.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A frame in the making, its length in front. One thread at a time. */
final class WireOut {
  private static final int FIRST_BYTES = 256;

  /** Shorter sounds are cheaper in the frame itself. */
  private static final int FEWEST_SHARED = 1024;

  private final @Nullable SharedFloats shared;
  private final Lender lender;
  private final List<Integer> slots = new ArrayList<>();
  private ByteBuffer buffer = ByteBuffer.allocate(FIRST_BYTES).position(Integer.BYTES);

  /** Lends an object to the other side. */
  @FunctionalInterface
  interface Lender {
    /** The number by which the other side calls it. */
    long lend(Object target, Class<?> type);

    /** For data that holds nothing of the kind. */
    Lender NOTHING =
        (target, type) -> {
          throw new IllegalArgumentException("no plain data: " + type);
        };
  }

  WireOut(@Nullable SharedFloats shared, Lender lender) {
    this.shared = shared;
    this.lender = lender;
  }

  WireOut flag(boolean value) {
    return int8(value ? 1 : 0);
  }

  WireOut int8(int value) {
    room(1).put((byte) value);
    return this;
  }

  WireOut int32(int value) {
    room(Integer.BYTES).putInt(value);
    return this;
  }

  WireOut int64(long value) {
    room(Long.BYTES).putLong(value);
    return this;
  }

  WireOut text(String value) {
    return bytes(value.getBytes(StandardCharsets.UTF_8));
  }

  WireOut bytes(byte[] value) {
    room(Integer.BYTES + value.length).putInt(value.length).put(value);
    return this;
  }

  /** Each piece where there is room: in the shared memory, else in the frame. */
  void floats(float[] values) {
    int32(values.length);
    int size = SharedFloats.SLOT_FLOATS;
    for (int from = 0; from < values.length; from += size) {
      int count = Math.min(size, values.length - from);
      int slot =
          shared == null || count < FEWEST_SHARED
              ? SharedFloats.NONE
              : shared.put(values, from, count);
      int32(slot);
      if (slot == SharedFloats.NONE) {
        ByteBuffer to = room(count * Float.BYTES);
        to.asFloatBuffer().put(values, from, count);
        to.position(to.position() + count * Float.BYTES);
      } else {
        slots.add(slot);
      }
    }
  }

  long lend(Object target, Class<?> type) {
    return lender.lend(target, type);
  }

  /** Gives the shared memory back of a frame that is not sent. */
  void drop() {
    SharedFloats memory = shared;
    if (memory != null) {
      slots.forEach(memory::free);
    }
  }

  /** The frame with its length. */
  ByteBuffer frame() {
    buffer.putInt(0, buffer.position() - Integer.BYTES);
    return buffer.flip();
  }

  /** What was written, without a length. */
  byte[] content() {
    return Arrays.copyOfRange(buffer.array(), Integer.BYTES, buffer.position());
  }

  private ByteBuffer room(int bytes) {
    if (buffer.remaining() < bytes) {
      long wanted = Math.max(2L * buffer.capacity(), (long) buffer.position() + bytes);
      if (buffer.position() + (long) bytes > FrameChannel.MOST_BYTES) {
        throw new IllegalArgumentException("more data than one call can carry");
      }
      ByteBuffer larger = ByteBuffer.allocate((int) Math.min(wanted, FrameChannel.MOST_BYTES));
      buffer = larger.put(buffer.flip());
    }
    return buffer;
  }
}
