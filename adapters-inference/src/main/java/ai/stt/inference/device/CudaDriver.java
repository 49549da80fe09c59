package ai.stt.inference.device;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks NVIDIA's driver (the CUDA driver API) for the first GPU; needs no CUDA toolkit. */
@SuppressWarnings("restricted") // calling the driver is what this class is for
final class CudaDriver {
  private static final Logger LOG = LoggerFactory.getLogger(CudaDriver.class);
  private static final int NAME_BYTES = 256;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong SIZE = ValueLayout.JAVA_LONG;

  private final SymbolLookup library;

  private CudaDriver(SymbolLookup library) {
    this.library = library;
  }

  /** The first GPU of this machine; empty without a driver, a GPU, or when the driver fails. */
  static Optional<Gpu> firstGpu() {
    String os = System.getProperty("os.name", "");
    return firstGpu(os.startsWith("Windows") ? "nvcuda.dll" : "libcuda.so.1");
  }

  /** The same through a library of another name. */
  static Optional<Gpu> firstGpu(String libraryName) {
    try {
      // Never unloaded: the driver starts threads of its own.
      return new CudaDriver(SymbolLookup.libraryLookup(libraryName, Arena.global())).first();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    } catch (Throwable e) {
      LOG.warn("The GPU driver cannot be asked: {}", e.toString());
      return Optional.empty();
    }
  }

  private Optional<Gpu> first() throws Throwable {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment number = arena.allocate(INT);
      if (failed("cuInit", (int) call("cuInit", INT).invokeExact(0))
          || failed(
              "cuDeviceGetCount",
              (int) call("cuDeviceGetCount", ValueLayout.ADDRESS).invokeExact(number))
          || number.get(INT, 0) == 0
          || failed(
              "cuDeviceGet",
              (int) call("cuDeviceGet", ValueLayout.ADDRESS, INT).invokeExact(number, 0))) {
        return Optional.empty();
      }
      return describe(number.get(INT, 0), arena);
    }
  }

  private Optional<Gpu> describe(int device, Arena arena) throws Throwable {
    MemorySegment name = arena.allocate(NAME_BYTES);
    MemorySegment bytes = arena.allocate(SIZE);
    MethodHandle getName = call("cuDeviceGetName", ValueLayout.ADDRESS, INT, INT);
    MethodHandle getMemory = call("cuDeviceTotalMem_v2", ValueLayout.ADDRESS, INT);
    if (failed("cuDeviceGetName", (int) getName.invokeExact(name, NAME_BYTES, device))
        || failed("cuDeviceTotalMem", (int) getMemory.invokeExact(bytes, device))) {
      return Optional.empty();
    }
    return Optional.of(new Gpu(name.getString(0, StandardCharsets.UTF_8), bytes.get(SIZE, 0)));
  }

  private MethodHandle call(String function, MemoryLayout... arguments) {
    return Linker.nativeLinker()
        .downcallHandle(library.findOrThrow(function), FunctionDescriptor.of(INT, arguments));
  }

  private static boolean failed(String function, int result) {
    if (result != 0) {
      LOG.info("No GPU: {} of its driver answered {}", function, result);
    }
    return result != 0;
  }
}
