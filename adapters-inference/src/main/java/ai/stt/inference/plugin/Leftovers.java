package ai.stt.inference.plugin;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The threads that a plugin left running when it was closed; its classes stay as long as they. */
record Leftovers(List<WeakReference<Thread>> threads) {
  private static final long LOOK_NANOS = 50_000_000;

  static final Leftovers NONE = new Leftovers(List.of());

  /** Those that are left when the threads had a little time to end. */
  static Leftovers after(ClassLoader loader, Duration time) {
    long end = System.nanoTime() + time.toNanos();
    Leftovers left = of(loader);
    while (left.isPresent() && System.nanoTime() < end) {
      LockSupport.parkNanos(LOOK_NANOS);
      left = of(loader);
    }
    return left;
  }

  /** Threads that run code of this loader, or were started where it was the context. */
  private static Leftovers of(ClassLoader loader) {
    List<WeakReference<Thread>> found = new ArrayList<>();
    for (Map.Entry<Thread, StackTraceElement[]> each : Thread.getAllStackTraces().entrySet()) {
      boolean runs =
          Arrays.stream(each.getValue())
              .anyMatch(frame -> Objects.equals(frame.getClassLoaderName(), loader.getName()));
      if (runs || loader.equals(each.getKey().getContextClassLoader())) {
        found.add(new WeakReference<>(each.getKey()));
      }
    }
    return new Leftovers(List.copyOf(found));
  }

  /** Whether some of them run still. */
  boolean isPresent() {
    return threads.stream().map(WeakReference::get).anyMatch(Leftovers::runs);
  }

  /** Their names. */
  String describe() {
    return threads.stream()
        .map(WeakReference::get)
        .filter(Leftovers::runs)
        .map(thread -> "its thread '" + Objects.requireNonNull(thread).getName() + "' running")
        .collect(Collectors.joining(", "));
  }

  private static boolean runs(@Nullable Thread thread) {
    return thread != null && thread.isAlive();
  }
}
