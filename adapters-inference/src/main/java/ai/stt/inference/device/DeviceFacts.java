package ai.stt.inference.device;

import ai.stt.app.model.DeviceInfo;
import java.util.Optional;

/** Finds out what this machine has. */
public final class DeviceFacts {
  private DeviceFacts() {}

  /**
   * The device that models run on. The engine of the default package runs on the CPU, so the name
   * is {@code cpu}; a GPU is told beside it. Takes milliseconds without a driver, and a failing
   * driver is no GPU.
   *
   * @param threads worker threads an engine may use; 0 for as many as the process has processors,
   *     limits of its container included
   */
  public static DeviceInfo probe(int threads) {
    if (threads < 0) {
      throw new IllegalArgumentException("threads is negative: " + threads);
    }
    int usable = threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
    Optional<Gpu> gpu = CudaDriver.firstGpu();
    return new DeviceInfo(
        "cpu", usable, gpu.map(Gpu::name).orElse(null), gpu.map(Gpu::memoryBytes).orElse(0L));
  }
}
