package ai.stt.inference.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.app.model.DeviceInfo;
import ai.stt.app.operation.DeviceHealth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceFactsTest {
  @Test
  void theDeviceIsTheCpuWithTheThreadsThatAreConfigured() {
    DeviceInfo device = DeviceFacts.probe(3);

    assertThat(device.name()).isEqualTo("cpu");
    assertThat(device.threads()).isEqualTo(3);
    assertThat(device.gpuAvailable()).isEqualTo(device.gpuMemoryBytes() > 0);
  }

  @Test
  void withoutAConfigurationThereAreAsManyThreadsAsProcessors() {
    assertThat(DeviceFacts.probe(0).threads())
        .isEqualTo(Runtime.getRuntime().availableProcessors());
  }

  @Test
  void aNegativeNumberOfThreadsIsRefused() {
    assertThatThrownBy(() -> DeviceFacts.probe(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void withoutADriverThereIsNoGpu() {
    assertThat(CudaDriver.firstGpu("libcuda-that-is-not-there.so.1")).isEmpty();
  }

  @Test
  void aLibraryThatIsNoDriverIsNoGpu() {
    assertThat(CudaDriver.firstGpu("libc.so.6")).isEmpty();
  }

  @Test
  void aLibraryForCudaWithoutAGpuIsTold(@TempDir Path folder) throws IOException {
    var none = new DeviceInfo("cpu", 2, null, 0);
    var health = new DeviceHealth();
    Path library = Files.createFile(folder.resolve("libwhisper.so"));
    DeviceFacts.lookForGpu(library, none, health);
    DeviceFacts.lookForGpu(folder.resolve("nowhere/libwhisper.so"), none, health);
    assertThat(health.troubles()).isEmpty();

    Files.createFile(folder.resolve("libggml-cuda.so"));
    DeviceFacts.lookForGpu(folder, none, health);
    assertThat(health.troubles())
        .containsExactly("the GPU cannot be used: none was found when the server started");
  }

  @Test
  void aLibraryForCudaWithAGpuIsWell(@TempDir Path folder) throws IOException {
    var one = new DeviceInfo("cuda:0", 2, "A GPU", 1 << 30);
    var health = new DeviceHealth();
    Files.createFile(folder.resolve("libggml-cuda.so"));
    DeviceFacts.lookForGpu(folder, one, health);
    assertThat(health.troubles()).isEmpty();
  }

  @Test
  void theMemoryOfThisProcessIsReadWhereTheSystemTells(@TempDir Path folder) throws IOException {
    Path status = Files.writeString(folder.resolve("status"), "Name: java\nVmRSS:\t  2048 kB\n");
    assertThat(ProcessMemory.residentBytes(status)).isEqualTo(2048 << 10);
    assertThat(ProcessMemory.residentBytes(folder.resolve("none"))).isEqualTo(-1);
  }
}
