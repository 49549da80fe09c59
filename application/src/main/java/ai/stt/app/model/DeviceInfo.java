package ai.stt.app.model;

import org.jspecify.annotations.Nullable;

/**
 * The device that inference runs on.
 *
 * @param name such as {@code cpu} or {@code cuda:0}
 * @param threads worker threads an engine may use
 * @param gpuName product name of the GPU, null when there is none
 * @param gpuMemoryBytes its memory, 0 when there is none
 */
public record DeviceInfo(String name, int threads, @Nullable String gpuName, long gpuMemoryBytes) {
  /** Whether a GPU can be used. */
  public boolean gpuAvailable() {
    return gpuName != null;
  }
}
