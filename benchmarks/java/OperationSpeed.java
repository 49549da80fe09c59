import ai.stt.app.model.DeviceInfo;
import ai.stt.app.model.Lease;
import ai.stt.app.model.ModelWatcher;
import ai.stt.app.scheduling.Priority;
import ai.stt.app.scheduling.WorkQueue;
import ai.stt.inference.device.ProcessMemory;
import ai.stt.inference.plugin.PluginFolder;
import ai.stt.inference.plugin.PluginTrust;
import ai.stt.inference.registry.DeviceCare;
import ai.stt.inference.registry.HostPluginContext;
import ai.stt.inference.registry.HotModelRegistry;
import ai.stt.inference.registry.RegistrySettings;
import ai.stt.plugin.Capability;
import ai.stt.plugin.understanding.SourceText;
import ai.stt.plugin.understanding.TextAnalyst;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Plugins coming and going, and what a call costs on its way to a model. Arguments: the zip of the plugin {@code
 * extractive}, which needs neither weights nor an engine. Prints one line, with tabs: milliseconds from the drop to the
 * listing and to the first answer (medians of 10), of the removal; kilobytes of heap, of metaspace and of resident memory
 * after 20, 60 and 100 rounds; calls and failed calls during 50 replacements; microseconds of a lease, of a place, of both
 * with a call.
 */
final class OperationSpeed {
  private static final String MODEL = "extractive";
  private static final SourceText TEXT = SourceText.of("So?");
  private static final int WARM = 20_000;
  private static final int CALLS = 20_000;

  private final Path source;
  private final byte[] plugin;
  private final Path folder = Files.createTempDirectory("stt-operation");
  private final Path zip = Files.createDirectories(folder.resolve("plugins")).resolve("measured.zip");
  private final List<String> line = new ArrayList<>();

  private OperationSpeed(Path plugin) throws IOException {
    this.source = plugin;
    this.plugin = version(plugin, "1.0.0");
  }

  public static void main(String[] arguments) throws Exception {
    var speed = new OperationSpeed(Path.of(arguments[0]));
    speed.dropped();
    speed.rounds();
    speed.replaced();
    speed.calls();
    System.out.println(String.join("\t", speed.line));
    System.exit(0);
  }

  private HotModelRegistry registry(Duration poll) throws Exception {
    RegistrySettings usual = RegistrySettings.DEFAULT;
    var registry =
        new HotModelRegistry(
            new PluginFolder(zip.getParent(), folder.resolve("cache"), PluginTrust.inEverybody()),
            new HostPluginContext(Map.of(), List::of),
            List::of,
            new DeviceInfo("cpu", 2, null, 0),
            new RegistrySettings(
                usual.idleRelease(), List.of(), poll, usual.failureRetry(), usual.patience(), Long.MAX_VALUE),
            InstantSource.system(),
            ModelWatcher.NONE,
            DeviceCare.none());
    registry.start();
    return registry;
  }

  private void dropped() throws Exception {
    List<Double> listed = new ArrayList<>();
    List<Double> answered = new ArrayList<>();
    List<Double> removed = new ArrayList<>();
    try (HotModelRegistry registry = registry(RegistrySettings.DEFAULT.pollInterval())) {
      for (int i = 0; i < 10; i++) {
        long start = System.nanoTime();
        drop(plugin);
        until(() -> !registry.live().isEmpty());
        listed.add(millis(start));
        ask(registry);
        answered.add(millis(start));
        start = System.nanoTime();
        Files.delete(zip);
        until(() -> registry.live().isEmpty());
        removed.add(millis(start));
      }
    }
    for (List<Double> times : List.of(listed, answered, removed)) {
      Collections.sort(times);
      line.add("%.0f".formatted(times.get(times.size() / 2)));
    }
  }

  private void rounds() throws Exception {
    try (HotModelRegistry registry = registry(Duration.ofMillis(20))) {
      for (int round = 1; round <= 100; round++) {
        drop(plugin);
        until(() -> !registry.live().isEmpty());
        ask(registry);
        Files.delete(zip);
        until(() -> registry.live().isEmpty());
        if (round == 20 || round == 60 || round == 100) {
          memory();
        }
      }
    }
  }

  private void memory() throws InterruptedException {
    for (int i = 0; i < 5; i++) {
      System.gc();
      Thread.sleep(200); // models are closed on threads of their own
    }
    long metaspace =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getName().equals("Metaspace"))
            .mapToLong((MemoryPoolMXBean pool) -> pool.getUsage().getUsed())
            .sum();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    for (long bytes : new long[] {heap, metaspace, ProcessMemory.residentBytes()}) {
      line.add(Long.toString(bytes >> 10));
    }
  }

  private void replaced() throws Exception {
    var stop = new AtomicBoolean();
    var done = new AtomicInteger();
    var failed = new AtomicInteger();
    try (HotModelRegistry registry = registry(Duration.ofMillis(20))) {
      drop(plugin);
      until(() -> !registry.live().isEmpty());
      List<Thread> callers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        callers.add(Thread.ofPlatform().start(() -> {
          while (!stop.get()) {
            try {
              ask(registry);
              done.incrementAndGet();
            } catch (Throwable e) {
              e.printStackTrace();
              failed.incrementAndGet();
            }
          }
        }));
      }
      for (int i = 1; i <= 50; i++) {
        String version = "1.0." + i;
        drop(version(source, version));
        until(() -> registry.live().stream().anyMatch(model -> model.version().equals(version)));
      }
      stop.set(true);
      for (Thread caller : callers) {
        caller.join();
      }
    }
    line.add(done.toString());
    line.add(failed.toString());
  }

  private void calls() throws Exception {
    try (HotModelRegistry registry = registry(Duration.ofMillis(500));
        var queue = new WorkQueue(2, 16, Duration.ofSeconds(5))) {
      until(() -> !registry.live().isEmpty());
      line.add(
          micros(() -> {
            try (Lease<TextAnalyst> lease = registry.lease(Capability.TEXT_ANALYSIS, MODEL)) {
              return lease;
            }
          }));
      line.add(micros(() -> queue.submit(Priority.INTERACTIVE, "me", () -> 1).get()));
      line.add(micros(() -> queue.submit(Priority.INTERACTIVE, "me", () -> ask(registry)).get()));
    }
  }

  /** The median of one. */
  private static String micros(Callable<?> call) throws Exception {
    for (int i = 0; i < WARM; i++) {
      call.call();
    }
    long[] nanos = new long[CALLS];
    for (int i = 0; i < CALLS; i++) {
      long start = System.nanoTime();
      call.call();
      nanos[i] = System.nanoTime() - start;
    }
    java.util.Arrays.sort(nanos);
    return "%.1f".formatted(nanos[CALLS / 2] / 1e3);
  }

  private static Object ask(HotModelRegistry registry) throws InterruptedException {
    try (Lease<TextAnalyst> lease = registry.lease(Capability.TEXT_ANALYSIS, MODEL)) {
      return lease.model().questions(TEXT);
    }
  }

  private void drop(byte[] content) throws IOException {
    Path part = Files.write(zip.resolveSibling("measured.part"), content);
    Files.move(part, zip, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** The same plugin under another version. */
  private static byte[] version(Path plugin, String version) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var from = new ZipFile(plugin.toFile());
        var to = new ZipOutputStream(out)) {
      Enumeration<? extends ZipEntry> entries = from.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        byte[] bytes = from.getInputStream(entry).readAllBytes();
        if (entry.getName().equals("plugin.properties")) {
          String text = new String(bytes, StandardCharsets.UTF_8);
          bytes = text.replaceAll("(?m)^plugin.version=.*$", "plugin.version=" + version).getBytes(StandardCharsets.UTF_8);
        }
        to.putNextEntry(new ZipEntry(entry.getName()));
        to.write(bytes);
      }
    }
    return out.toByteArray();
  }

  private static void until(Callable<Boolean> holds) throws Exception {
    long last = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!holds.call()) {
      if (System.nanoTime() > last) {
        throw new IllegalStateException("it did not come within 30 s");
      }
      Thread.sleep(1);
    }
  }

  private static double millis(long start) {
    return (System.nanoTime() - start) / 1e6;
  }
}
