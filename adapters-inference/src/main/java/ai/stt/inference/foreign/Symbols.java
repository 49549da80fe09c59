package ai.stt.inference.foreign;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/** The functions of a library, by their names. */
@SuppressWarnings("restricted") // native access is what this package is for
public record Symbols(SymbolLookup library) {
  /**
   * A function.
   *
   * @param result null for none
   * @throws IllegalStateException when the library lacks it
   */
  public MethodHandle find(String name, @Nullable MemoryLayout result, MemoryLayout... arguments) {
    return function(
        library
            .find(name)
            .orElseThrow(() -> new IllegalStateException("it has no function " + name)),
        result,
        arguments);
  }

  /** A function at an address. */
  public static MethodHandle function(
      MemorySegment address, @Nullable MemoryLayout result, MemoryLayout... arguments) {
    FunctionDescriptor type =
        result == null
            ? FunctionDescriptor.ofVoid(arguments)
            : FunctionDescriptor.of(result, arguments);
    return Linker.nativeLinker().downcallHandle(address, type);
  }

  /** Calls a function. */
  public static Object call(MethodHandle function, Object... arguments) {
    try {
      return function.invokeWithArguments(arguments);
    } catch (Throwable e) {
      throw new IllegalStateException("the call of a native function failed", e);
    }
  }

  /** A C string. */
  public static String string(MemorySegment text) {
    return text.reinterpret(Long.MAX_VALUE).getString(0);
  }

  /** The bytes of a C string. */
  public static byte[] bytes(MemorySegment text) {
    var open = text.reinterpret(Long.MAX_VALUE);
    int length = 0;
    while (open.get(JAVA_BYTE, length) != 0) {
      length++;
    }
    return open.asSlice(0, length).toArray(JAVA_BYTE);
  }
}
