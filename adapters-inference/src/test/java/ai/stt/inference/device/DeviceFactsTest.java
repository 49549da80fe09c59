package ai.stt.inference.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.app.model.DeviceInfo;
import org.junit.jupiter.api.Test;

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
}
