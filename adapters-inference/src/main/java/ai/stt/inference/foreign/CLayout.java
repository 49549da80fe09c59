package ai.stt.inference.foreign;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;
import java.util.ArrayList;
import java.util.List;

/** Structs laid out as a C compiler does. */
public final class CLayout {
  private CLayout() {}

  /** The offset of a field in bytes. */
  public static long offset(StructLayout struct, String field) {
    return struct.byteOffset(PathElement.groupElement(field));
  }

  /** Lays fields out: each at a multiple of its alignment, the whole likewise. */
  public static StructLayout struct(MemoryLayout... fields) {
    List<MemoryLayout> laid = new ArrayList<>();
    long at = 0;
    long widest = 1;
    for (MemoryLayout field : fields) {
      at = pad(laid, at, field.byteAlignment()) + field.byteSize();
      laid.add(field);
      widest = Math.max(widest, field.byteAlignment());
    }
    pad(laid, at, widest);
    return MemoryLayout.structLayout(laid.toArray(MemoryLayout[]::new));
  }

  private static long pad(List<MemoryLayout> laid, long at, long alignment) {
    long gap = Math.floorMod(-at, alignment);
    if (gap > 0) {
      laid.add(MemoryLayout.paddingLayout(gap));
    }
    return at + gap;
  }
}
