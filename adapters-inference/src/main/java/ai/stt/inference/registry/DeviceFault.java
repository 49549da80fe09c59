package ai.stt.inference.registry;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a failure of an engine says about the device. Engines tell it in words only. */
enum DeviceFault {
  /** It has no memory for this now. */
  OUT_OF_MEMORY,
  /** It is gone: every later call fails the same way. */
  LOST,
  /** Nothing: it is the model's or the plugin's. */
  NONE;

  private static final int MOST_CAUSES = 10;

  /** ONNX Runtime, CUDA (error 2), cuBLAS and llama.cpp, in this order. */
  private static final Pattern MEMORY =
      Pattern.compile(
          "failed to allocate memory|bad allocation|std::bad_alloc|out of memory"
              + "|cuda_error_out_of_memory|cudaerrormemoryallocation|cublas_status_alloc_failed"
              + "|failed to allocate buffer");

  private static final Pattern GONE =
      Pattern.compile(
          "cuda error|cuda failure|cuda_error_|cudaerror|cublas_status_|cudnn_status_"
              + "|no cuda-capable device|fallen off the bus|device-side assert");

  /** Reads a failure and its causes. */
  static DeviceFault of(@Nullable Throwable failure) {
    Throwable at = failure;
    for (int i = 0; at != null && i < MOST_CAUSES; i++, at = at.getCause()) {
      String words = String.valueOf(at.getMessage()).toLowerCase(Locale.ROOT);
      if (MEMORY.matcher(words).find()) {
        return OUT_OF_MEMORY;
      }
      if (GONE.matcher(words).find()) {
        return LOST;
      }
    }
    return NONE;
  }
}
