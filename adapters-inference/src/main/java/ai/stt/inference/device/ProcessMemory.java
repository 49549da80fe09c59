package ai.stt.inference.device;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process has of the machine's memory, as far as the system tells. */
public final class ProcessMemory {
  private static final long KIB = 1 << 10;

  private ProcessMemory() {}

  /** Resident bytes (Linux: VmRSS of proc(5)); -1 where nobody tells. Takes microseconds. */
  public static long residentBytes() {
    return residentBytes(Path.of("/proc/self/status"));
  }

  /** The same of another process of the machine. */
  public static long residentBytes(long pid) {
    return residentBytes(Path.of("/proc/%d/status".formatted(pid)));
  }

  static long residentBytes(Path status) {
    try {
      for (String line : Files.readAllLines(status)) {
        if (line.startsWith("VmRSS:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) * KIB;
        }
      }
    } catch (IOException | NumberFormatException e) {
      return -1;
    }
    return -1;
  }
}
