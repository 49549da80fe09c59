package ai.stt.inference.registry;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.util.Locale;
import java.util.Set;
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

  /** What an exception of the platform may say of a device; the others quote callers. */
  private static final Set<ErrorCode> OURS =
      Set.of(ErrorCode.INTERNAL, ErrorCode.MODEL_UNAVAILABLE);

  /** ONNX Runtime, CUDA (error 2), cuBLAS, cuDNN and llama.cpp, in this order. */
  private static final Pattern MEMORY =
      Pattern.compile(
          "failed to allocate memory|bad allocation|std::bad_alloc|out of memory"
              + "|cuda_error_out_of_memory|cudaerrormemoryallocation|cublas_status_alloc_failed"
              + "|cudnn_status_alloc_failed|failed to allocate buffer");

  /**
   * What CUDA's documentation says of an error type: "leaves the process in an inconsistent state",
   * or that there is no device. By number, by name, by the words of its description.
   */
  private static final Pattern GONE =
      Pattern.compile(
          "cuda (error|failure):? (46|100|214|220|700|702|709|710|71[4-9]|999)\\b"
              + "|cuda_?error_?(illegal_?address|illegal_?instruction|misaligned_?address"
              + "|invalid_?address_?space|invalid_?pc|launch_?fail|launch_?timeout|assert"
              + "|hardware_?stack_?error|ecc_?uncorrectable|nvlink_?uncorrectable|no_?device"
              + "|devices?_?unavailable|context_?is_?destroyed|unknown)"
              + "|cuda.{0,80}(illegal memory access|illegal instruction|misaligned address"
              + "|invalid program counter|launch failure|launch timed out|hardware stack error"
              + "|unknown error)|uncorrectable (ecc|nvlink) error|no cuda-capable device"
              + "|cuda-capable device\\(s\\) is/are busy|fallen off the bus|device-side assert");

  /** Reads a failure and its causes, up to a refusal: its words may be a caller's. */
  static DeviceFault of(@Nullable Throwable failure) {
    return of(failure, null);
  }

  /**
   * Reads a failure and its causes.
   *
   * @param host what the host threw into the call, which says nothing about the device; nor does
   *     what caused it
   */
  @SuppressWarnings("ReferenceEquality") // the very same exception
  static DeviceFault of(@Nullable Throwable failure, @Nullable Throwable host) {
    Throwable at = failure;
    for (int i = 0; at != null && at != host && i < MOST_CAUSES; i++, at = at.getCause()) {
      if (at instanceof SpeechException said && !OURS.contains(said.code())) {
        return NONE;
      }
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
