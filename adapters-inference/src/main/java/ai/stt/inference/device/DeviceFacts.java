package ai.stt.inference.device;

import ai.stt.app.model.DeviceInfo;
import ai.stt.app.operation.DeviceHealth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out what this machine has. */
public final class DeviceFacts {
  private static final Logger LOG = LoggerFactory.getLogger(DeviceFacts.class);

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

  /**
   * Tells when a library that was built for CUDA finds no GPU. Of other libraries only they know
   * what they run on.
   *
   * @param library its file, or the folder that holds it with its parts
   */
  public static void lookForGpu(Path library, DeviceInfo device, DeviceHealth health) {
    if (device.gpuAvailable() || !builtForCuda(library)) {
      return;
    }
    if (health.lose("none was found when the server started")) {
      LOG.warn("{} is built for CUDA, and no GPU was found", library);
    }
  }

  private static boolean builtForCuda(Path library) {
    Path folder =
        Files.isDirectory(library) ? library : library.toAbsolutePath().resolveSibling(".");
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(file -> String.valueOf(file.getFileName()).contains("cuda"));
    } catch (IOException e) {
      return false; // who loads it tells what is wrong with it
    }
  }
}
