package ai.stt.inference.engine.onnx;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps ONNX Runtime's environment when the process ends. Its Java binding releases it in a
 * shutdown hook, which runs beside the server's own: a server that lets running work finish would
 * lose the ground under it and crash. The environment is counted, so one more reference, which is
 * never given back, keeps it. Both layouts are those of {@code onnxruntime_c_api.h}, whose tables
 * only ever grow at their ends.
 */
final class KeptEnvironment {
  private static final int API_VERSION = 1;
  private static final int CREATE_ENV = 3;
  private static final int LOGGING_LEVEL_ERROR = 3;
  private static final Linker LINKER = Linker.nativeLinker();

  private static final AtomicBoolean KEPT = new AtomicBoolean();

  private KeptEnvironment() {}

  /** Takes the reference, once; to be called when the binding has loaded the library. */
  static void keep() {
    if (KEPT.getAndSet(true)) {
      return;
    }
    SymbolLookup.loaderLookup().find("OrtGetApiBase").ifPresent(KeptEnvironment::keep);
  }

  private static void keep(MemorySegment getApiBase) {
    try (Arena arena = Arena.ofConfined()) {
      MethodHandle base =
          LINKER.downcallHandle(getApiBase, FunctionDescriptor.of(ValueLayout.ADDRESS));
      MemorySegment apiBase = (MemorySegment) base.invokeExact();
      MethodHandle getApi =
          LINKER.downcallHandle(
              entry(apiBase, 0), FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
      MemorySegment api = (MemorySegment) getApi.invokeExact(API_VERSION);
      MethodHandle createEnv =
          LINKER.downcallHandle(
              entry(api, CREATE_ENV),
              FunctionDescriptor.of(
                  ValueLayout.ADDRESS,
                  ValueLayout.JAVA_INT,
                  ValueLayout.ADDRESS,
                  ValueLayout.ADDRESS));
      var _ =
          (MemorySegment)
              createEnv.invokeExact(
                  LOGGING_LEVEL_ERROR,
                  arena.allocateFrom("kept"),
                  arena.allocate(ValueLayout.ADDRESS));
    } catch (Throwable e) {
      throw new IllegalStateException("ONNX Runtime's environment cannot be kept", e);
    }
  }

  private static MemorySegment entry(MemorySegment table, int index) {
    long size = ValueLayout.ADDRESS.byteSize();
    return table.reinterpret((index + 1) * size).get(ValueLayout.ADDRESS, index * size);
  }
}
