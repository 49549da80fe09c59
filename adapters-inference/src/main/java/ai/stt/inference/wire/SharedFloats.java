package ai.stt.inference.wire;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Memory that two processes map, for sounds on their way from one to the other. Each side has slots
 * of its own to put sounds into; who takes a sound out frees its slot. The memory goes with the
 * last of the two, the file may be deleted as soon as both have opened it. Thread-safe.
 */
public final class SharedFloats {
  /** No slot. */
  static final int NONE = -1;

  /** Of one slot: a second of audio. */
  static final int SLOT_FLOATS = 1 << 14;

  private static final int SLOTS = 64;
  private static final int SIDES = 2;
  private static final long MARK_BYTES = (long) SIDES * SLOTS * Integer.BYTES;
  private static final long SLOT_BYTES = (long) SLOT_FLOATS * Float.BYTES;
  private static final long BYTES = MARK_BYTES + SIDES * SLOTS * SLOT_BYTES;
  private static final VarHandle MARK = ValueLayout.JAVA_INT.varHandle();

  private final MemorySegment memory;
  private final int side;

  private SharedFloats(Path file, int side) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      // Of a shorter file the missing pages would end the process, not throw.
      if (channel.size() != BYTES) {
        throw new IOException("not a shared memory of this program: " + file);
      }
      this.memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES, Arena.ofAuto());
    }
    this.side = side;
  }

  /**
   * Makes the file, whole, so that a device that is full is told now.
   *
   * @param file must not be there
   */
  public static SharedFloats create(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer zeros = ByteBuffer.allocateDirect(1 << 20);
      for (long left = BYTES; left > 0; left -= channel.write(zeros)) {
        zeros.clear().limit((int) Math.min(zeros.capacity(), left));
      }
    }
    return new SharedFloats(file, 0);
  }

  /** The memory as the other process has it. */
  public static SharedFloats open(Path file) throws IOException {
    return new SharedFloats(file, 1);
  }

  /** Copies a sound of at most {@link #SLOT_FLOATS} in; its slot, or {@link #NONE}. */
  int put(float[] values, int from, int count) {
    for (int slot = 0; slot < SLOTS; slot++) {
      if (MARK.compareAndSet(memory, mark(side, slot), 0, 1)) {
        MemorySegment.copy(values, from, memory, ValueLayout.JAVA_FLOAT, data(side, slot), count);
        return slot;
      }
    }
    return NONE;
  }

  /** Copies a sound of the other side out, and frees its slot. */
  void take(int slot, float[] values, int from, int count) {
    int other = SIDES - 1 - side;
    if (slot < 0 || slot >= SLOTS || (int) MARK.getAcquire(memory, mark(other, slot)) != 1) {
      throw new BrokenFrameException("there is nothing in slot " + slot);
    }
    MemorySegment.copy(memory, ValueLayout.JAVA_FLOAT, data(other, slot), values, from, count);
    MARK.setRelease(memory, mark(other, slot), 0);
  }

  /** Frees a slot of this side that nobody will take. */
  void free(int slot) {
    MARK.setRelease(memory, mark(side, slot), 0);
  }

  private static long mark(int side, int slot) {
    return (long) (side * SLOTS + slot) * Integer.BYTES;
  }

  private static long data(int side, int slot) {
    return MARK_BYTES + (side * SLOTS + slot) * SLOT_BYTES;
  }
}
