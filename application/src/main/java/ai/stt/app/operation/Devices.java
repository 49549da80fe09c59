package ai.stt.app.operation;

import java.util.List;

/** The devices of this machine. Thread-safe. */
@FunctionalInterface
public interface Devices {
  /** All of them, as of now, the processor first. Takes milliseconds. */
  List<DeviceState> now();
}
