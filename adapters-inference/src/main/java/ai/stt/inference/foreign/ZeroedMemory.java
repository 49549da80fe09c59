package ai.stt.inference.foreign;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Large blocks of zeros, of which the system gives a page when it is first written: {@link
 * Arena#allocate(long)} writes all of them at once. Thread-safe.
 */
@SuppressWarnings("restricted") // native access is what this package is for
public final class ZeroedMemory {
  private static final Symbols C = new Symbols(Linker.nativeLinker().defaultLookup());
  private static final MethodHandle ALLOCATE = C.find("calloc", ADDRESS, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle FREE = C.find("free", null, ADDRESS);

  private ZeroedMemory() {}

  /**
   * Takes memory until the arena is closed.
   *
   * @param alignment a power of two
   * @throws OutOfMemoryError when there is not so much
   */
  public static MemorySegment allocate(Arena arena, long bytes, long alignment) {
    long all = Math.addExact(bytes, alignment);
    var memory = (MemorySegment) Symbols.call(ALLOCATE, all, 1L);
    if (memory.equals(MemorySegment.NULL)) {
      throw new OutOfMemoryError("no memory for %d bytes".formatted(bytes));
    }
    MemorySegment owned = memory.reinterpret(all, arena, start -> Symbols.call(FREE, start));
    long behind = (alignment - memory.address() % alignment) % alignment;
    return owned.asSlice(behind, bytes);
  }
}
