package ai.stt.inference.device;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.operation.DeviceState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MachineDevicesTest {
  @Test
  void theProcessorComesFirstAndTellsItsMemory() {
    DeviceState processor = new MachineDevices().now().getFirst();
    assertThat(processor.name()).isEqualTo("cpu");
    assertThat(processor.memoryBytes()).isGreaterThan(1 << 28);
    assertThat(processor.freeBytes()).isBetween(0L, processor.memoryBytes());
    processor.utilisation().ifPresent(busy -> assertThat(busy).isBetween(0.0, 1.0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"libthere-is-no-such-thing.so.1", "libm.so.6", "libc.so.6"})
  void withoutADriverOrWithOneThatIsNoneThereIsNoGpu(String library) {
    var devices = new MachineDevices(NvidiaManagement.open(library));
    assertThat(devices.now()).hasSize(1);
  }
}
