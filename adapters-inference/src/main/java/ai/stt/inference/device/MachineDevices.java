package ai.stt.inference.device;

import ai.stt.app.operation.DeviceState;
import ai.stt.app.operation.Devices;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** The processor as the JDK sees it (limits of a container included), and NVIDIA's GPUs. */
public final class MachineDevices implements Devices {
  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final NvidiaManagement gpus;

  /** The devices of this machine; looks for a driver. */
  public MachineDevices() {
    this(NvidiaManagement.open());
  }

  MachineDevices(NvidiaManagement gpus) {
    this.gpus = gpus;
  }

  @Override
  public List<DeviceState> now() {
    List<DeviceState> all = new ArrayList<>();
    all.add(processor());
    all.addAll(gpus.now());
    return List.copyOf(all);
  }

  private DeviceState processor() {
    double load = system.getCpuLoad(); // negative until there is something to tell
    return new DeviceState(
        "cpu",
        "%d x %s".formatted(system.getAvailableProcessors(), system.getArch()),
        system.getTotalMemorySize(),
        system.getFreeMemorySize(),
        load >= 0 ? OptionalDouble.of(Math.min(1, load)) : OptionalDouble.empty());
  }
}
