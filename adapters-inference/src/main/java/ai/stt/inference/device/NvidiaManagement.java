package ai.stt.inference.device;

import ai.stt.app.operation.DeviceState;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Memory and utilisation of NVIDIA's GPUs, from the management library that comes with the driver
 * (NVML API reference, "Device Queries"). It needs no context on a device, so asking costs none of
 * its memory. Thread-safe.
 */
@SuppressWarnings("restricted") // calling the driver is what this class is for
final class NvidiaManagement {
  private static final Logger LOG = LoggerFactory.getLogger(NvidiaManagement.class);
  private static final int NAME_BYTES = 96;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  private static final double PERCENT = 100;

  private final @Nullable SymbolLookup library;

  private NvidiaManagement(@Nullable SymbolLookup library) {
    this.library = library;
  }

  /** Of this machine; one without GPUs has none. */
  static NvidiaManagement open() {
    String os = System.getProperty("os.name", "");
    return open(os.startsWith("Windows") ? "nvml.dll" : "libnvidia-ml.so.1");
  }

  /** The same through a library of another name. */
  static NvidiaManagement open(String name) {
    try {
      // Never unloaded: what it opens lasts as long as the process.
      var opened = new NvidiaManagement(SymbolLookup.libraryLookup(name, Arena.global()));
      return (int) opened.call("nvmlInit_v2").invokeExact() == 0
          ? opened
          : new NvidiaManagement(null);
    } catch (IllegalArgumentException e) {
      return new NvidiaManagement(null);
    } catch (Throwable e) {
      LOG.warn("The GPU's management library cannot be asked: {}", e.toString());
      return new NvidiaManagement(null);
    }
  }

  /** Every GPU as of now; empty when there is none, or the driver fails. */
  List<DeviceState> now() {
    if (library == null) {
      return List.of();
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment count = arena.allocate(INT);
      if ((int) call("nvmlDeviceGetCount_v2", ValueLayout.ADDRESS).invokeExact(count) != 0) {
        return List.of();
      }
      List<DeviceState> all = new ArrayList<>();
      for (int i = 0; i < count.get(INT, 0); i++) {
        all.add(describe(i, arena));
      }
      return all;
    } catch (Throwable e) {
      LOG.warn("The GPUs cannot be asked: {}", e.toString());
      return List.of();
    }
  }

  private DeviceState describe(int index, Arena arena) throws Throwable {
    MemorySegment handle = arena.allocate(ValueLayout.ADDRESS);
    check(
        (int)
            call("nvmlDeviceGetHandleByIndex_v2", INT, ValueLayout.ADDRESS)
                .invokeExact(index, handle));
    MemorySegment device = handle.get(ValueLayout.ADDRESS, 0);
    MemorySegment name = arena.allocate(NAME_BYTES);
    check(
        (int)
            call("nvmlDeviceGetName", ValueLayout.ADDRESS, ValueLayout.ADDRESS, INT)
                .invokeExact(device, name, NAME_BYTES));
    // nvmlMemory_t: total, free, used
    MemorySegment memory = arena.allocate(LONG, 3);
    check(ask("nvmlDeviceGetMemoryInfo", device, memory));
    // nvmlUtilization_t: gpu, memory, in percent
    MemorySegment busy = arena.allocate(INT, 2);
    boolean told = ask("nvmlDeviceGetUtilizationRates", device, busy) == 0;
    return new DeviceState(
        "cuda:" + index,
        name.getString(0, StandardCharsets.UTF_8),
        memory.getAtIndex(LONG, 0),
        memory.getAtIndex(LONG, 1),
        told ? OptionalDouble.of(busy.getAtIndex(INT, 0) / PERCENT) : OptionalDouble.empty());
  }

  private int ask(String function, MemorySegment device, MemorySegment out) throws Throwable {
    return (int) call(function, ValueLayout.ADDRESS, ValueLayout.ADDRESS).invokeExact(device, out);
  }

  private MethodHandle call(String function, MemoryLayout... arguments) {
    SymbolLookup from = library;
    if (from == null) {
      throw new IllegalStateException("there is no library");
    }
    return Linker.nativeLinker()
        .downcallHandle(from.findOrThrow(function), FunctionDescriptor.of(INT, arguments));
  }

  private static void check(int result) {
    if (result != 0) {
      throw new IllegalStateException("the driver answered " + result);
    }
  }
}
