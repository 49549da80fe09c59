package ai.stt.inference.plugin;

import ai.stt.app.operation.PluginState;
import ai.stt.inference.plugin.PluginFile.Version;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pf4j.DefaultVersionManager;
import org.pf4j.VersionManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of plugin zips as the truth about which plugins run. Of several versions of one id the
 * highest that starts runs. When a file is replaced by one that is refused, the version before
 * stays until the file is removed. Files that do not end in {@code .zip} and hidden ones are left
 * alone, so a zip can be written as {@code name.zip.part} and then renamed. Plugins start side by
 * side; one that takes long is waited for by the first scan only, and taken in by a later one,
 * while the version before goes on.
 *
 * <p>{@link #scan} and {@link #close} belong to one thread at a time; the rest is thread-safe.
 */
public final class PluginFolder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PluginFolder.class);
  private static final VersionManager VERSIONS = new DefaultVersionManager();
  private static final int CLOSE_SECONDS = 10;

  private final Path folder;
  private final Path cache;
  private final PluginTrust trust;
  private final Map<String, PluginFile> files = new TreeMap<>();
  private final Map<Version, LoadedPlugin> running = new LinkedHashMap<>();
  private final List<LoadedPlugin> leaving = new ArrayList<>();
  private final PluginStarts starts;
  private @Nullable ScratchFolder scratch;
  private volatile List<LoadedPlugin> plugins = List.of();
  private volatile Map<String, String> refusals = Map.of();
  private volatile List<PluginState> states = List.of();

  /**
   * A folder that nothing is loaded from yet.
   *
   * @param folder where the operator puts plugin zips; need not exist
   * @param cache where they are unpacked; shared with other processes, made when needed
   * @param trust whose plugins may run
   */
  public PluginFolder(Path folder, Path cache, PluginTrust trust) {
    this(folder, cache, trust, Duration.ofSeconds(10), Duration.ofMillis(300));
  }

  /**
   * The same with other times.
   *
   * @param patience after which a plugin that does not answer is given up
   * @param quick how long a scan waits for plugins that it starts; later ones take them in
   */
  PluginFolder(Path folder, Path cache, PluginTrust trust, Duration patience, Duration quick) {
    this.folder = folder;
    this.cache = cache;
    this.trust = trust;
    this.starts = new PluginStarts(patience, quick);
  }

  /** The plugins that run, by id; each as long as the caller's next {@link #scan} only. */
  public List<LoadedPlugin> plugins() {
    return plugins;
  }

  /** Every file, and the plugins that left threads behind, as the operator sees them. */
  public List<PluginState> states() {
    return states;
  }

  /**
   * The files whose present content is not in use, by name, each with the reason; and by id and
   * version the plugins that left threads behind.
   */
  public Map<String, String> refusals() {
    return refusals;
  }

  /**
   * Brings the plugins in line with the folder; quick when nothing has changed. The folder releases
   * its hold on plugins that do not run any more, so who uses them needs a hold of its own.
   *
   * @return whether other plugins run than before
   * @throws IOException when the cache folder cannot be written
   */
  public boolean scan() throws IOException, InterruptedException {
    if (scratch == null) {
      scratch = ScratchFolder.open(cache);
    }
    refreshFiles(scratch.path());
    Map<Version, LoadedPlugin> loaded = new LinkedHashMap<>(running);
    Map<Version, LoadedPlugin> wanted = start(loaded, scratch.path());
    final boolean changed = !running.equals(wanted);
    running.clear();
    running.putAll(wanted);
    plugins =
        wanted.values().stream()
            .sorted(Comparator.comparing(plugin -> plugin.manifest().id()))
            .toList();
    leaving.removeIf(plugin -> plugin.closed().isDone() && !plugin.leftovers().isPresent());
    refusals = currentRefusals();
    states = currentStates();
    loaded.keySet().removeAll(wanted.keySet());
    loaded.values().forEach(this::retire);
    return changed;
  }

  /** Releases every plugin and waits at most 10 s for those that others still hold. */
  @Override
  public void close() {
    List<LoadedPlugin> last = List.copyOf(running.values());
    running.clear();
    plugins = List.of();
    starts.close();
    last.forEach(this::retire);
    try {
      CompletableFuture.allOf(
              leaving.stream().map(LoadedPlugin::closed).toArray(CompletableFuture[]::new))
          .get(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      LOG.warn("Plugins are still at work; they end with the process");
    }
    if (scratch != null) {
      scratch.close();
      scratch = null;
    }
  }

  private void refreshFiles(Path work) throws IOException {
    Set<String> present = new HashSet<>();
    for (Path zip : list()) {
      String name = String.valueOf(zip.getFileName());
      present.add(name);
      files.computeIfAbsent(name, absent -> new PluginFile(zip, trust)).refresh(work);
    }
    files.keySet().retainAll(present);
  }

  private List<Path> list() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(PluginFolder::isPluginFile).toList();
    } catch (UncheckedIOException e) {
      throw new IOException(e);
    }
  }

  static boolean isPluginFile(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.endsWith(".zip") && !name.startsWith(".") && Files.isRegularFile(file);
  }

  /** Starts what is wanted and not in {@code loaded} yet; gives what is wanted. */
  private Map<Version, LoadedPlugin> start(Map<Version, LoadedPlugin> loaded, Path work)
      throws InterruptedException {
    while (true) {
      boolean refused = false;
      Map<Version, LoadedPlugin> wanted = new LinkedHashMap<>();
      Collection<PluginFile> winners = winners();
      starts.begin(
          winners.stream()
              .map(file -> Objects.requireNonNull(file.version()))
              .filter(version -> !loaded.containsKey(version))
              .toList(),
          work);
      for (PluginFile file : winners) {
        Version version = Objects.requireNonNull(file.version());
        try {
          if (!loaded.containsKey(version)) {
            LoadedPlugin started = starts.take(version);
            if (started == null) {
              keepRunning(version.manifest().id(), wanted);
              continue;
            }
            loaded.put(version, started);
            LOG.info("Plugin {} is loaded from {}", label(version), file.name());
          }
          file.accept(version);
          wanted.put(version, Objects.requireNonNull(loaded.get(version)));
        } catch (PluginRefusedException e) {
          file.refuse(version, e.getMessage());
          refused = true;
        }
      }
      if (!refused) {
        return wanted;
      }
    }
  }

  /** The version that runs goes on while another one starts. */
  private void keepRunning(String id, Map<Version, LoadedPlugin> wanted) {
    running.forEach(
        (version, plugin) -> {
          if (version.manifest().id().equals(id)) {
            wanted.put(version, plugin);
          }
        });
  }

  /** Of each id the file with the highest version, the first by name of those with the same. */
  private Collection<PluginFile> winners() {
    Map<String, PluginFile> best = new TreeMap<>();
    for (PluginFile file : files.values()) {
      Version version = file.version();
      if (version != null) {
        best.merge(version.manifest().id(), file, PluginFolder::higher);
      }
    }
    return best.values();
  }

  private static PluginFile higher(PluginFile first, PluginFile second) {
    String a = Objects.requireNonNull(first.version()).manifest().version();
    String b = Objects.requireNonNull(second.version()).manifest().version();
    return VERSIONS.compareVersions(a, b) >= 0 ? first : second;
  }

  private Map<String, String> currentRefusals() {
    Map<String, String> reasons = new TreeMap<>();
    for (PluginFile file : files.values()) {
      String reason = file.refusal();
      if (reason != null) {
        reasons.put(file.name(), reason);
      }
    }
    for (LoadedPlugin plugin : leaving) {
      if (plugin.leftovers().isPresent()) {
        reasons.put(
            plugin.label(), "it is unloaded, but left %s".formatted(plugin.leftovers().describe()));
      }
    }
    return Collections.unmodifiableMap(reasons);
  }

  private List<PluginState> currentStates() {
    List<PluginState> all = new ArrayList<>();
    files.values().forEach(file -> all.add(file.state(running.keySet())));
    refusals.forEach(
        (name, reason) -> {
          if (!files.containsKey(name)) {
            all.add(new PluginState("", name, null, null, null, null, null, false, reason));
          }
        });
    return List.copyOf(all);
  }

  private void retire(LoadedPlugin plugin) {
    leaving.add(plugin);
    plugin.release();
  }

  private static String label(Version version) {
    return version.manifest().id() + " " + version.manifest().version();
  }
}
