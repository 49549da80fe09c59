package ai.stt.inference.plugin;

import ai.stt.plugin.ModelOffer;
import ai.stt.plugin.PluginContext;
import ai.stt.plugin.SpeechPlugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.pf4j.PluginState;
import org.pf4j.PluginWrapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One version of a plugin in memory. It is counted: who uses it holds it, and when the last hold is
 * released it is closed, its class loader too, on a thread of its own. Thread-safe.
 */
public final class LoadedPlugin {
  private static final Logger LOG = LoggerFactory.getLogger(LoadedPlugin.class);

  /** For threads that are about to end. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  private final PluginManifest manifest;
  private final Path content;

  /** Deleted when it is closed; null when others own what it is loaded from. */
  private final @Nullable Path folder;

  private final PluginRuntime runtime;
  private final ClassLoader loader;
  private final PluginCall calls;
  private final SpeechPlugin plugin;
  private final AtomicInteger holds = new AtomicInteger(1);
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private volatile Leftovers leftovers = Leftovers.NONE;

  private LoadedPlugin(
      PluginManifest manifest,
      Path content,
      @Nullable Path folder,
      PluginRuntime runtime,
      PluginWrapper wrapper,
      PluginCall calls) {
    this.manifest = manifest;
    this.content = content;
    this.folder = folder;
    this.runtime = runtime;
    this.loader = wrapper.getPluginClassLoader();
    this.calls = calls;
    this.plugin = ((HostedPlugin) wrapper.getPlugin()).plugin();
  }

  /**
   * Unpacks, loads and starts a plugin that was inspected; the caller gets the first hold.
   *
   * @param zip read only now
   * @param scratch where it is unpacked, until it is closed
   * @param patience how long its constructor, {@code offers()} and {@code close()} may take
   * @throws PluginRefusedException when that fails in any way
   */
  static LoadedPlugin load(PluginManifest manifest, Path zip, Path scratch, Duration patience)
      throws InterruptedException {
    Path root = null;
    try {
      root = Files.createTempDirectory(scratch, manifest.id() + "-");
      Path folder = root.resolve("content");
      PluginArchive.extract(zip, folder);
      return start(manifest, folder, root, patience);
    } catch (PluginRefusedException | InterruptedException e) {
      ScratchFolder.delete(root);
      throw e;
    } catch (IOException | RuntimeException e) {
      ScratchFolder.delete(root);
      throw new PluginRefusedException("it cannot be unpacked and loaded: " + Reason.of(e));
    }
  }

  /**
   * Loads and starts a plugin that another process has unpacked; the caller gets the first hold.
   *
   * @param content as {@link #content} gives it there; stays when the plugin is closed
   * @throws PluginRefusedException when that fails in any way
   */
  public static LoadedPlugin attach(PluginManifest manifest, Path content, Duration patience)
      throws InterruptedException {
    return start(manifest, content, null, patience);
  }

  private static LoadedPlugin start(
      PluginManifest manifest, Path content, @Nullable Path folder, Duration patience)
      throws InterruptedException {
    var runtime = new PluginRuntime(Objects.requireNonNull(content.getParent()));
    runtime.loadPlugin(content);
    PluginWrapper wrapper = runtime.getPlugin(manifest.id());
    var calls = new PluginCall(wrapper.getPluginClassLoader(), patience);
    try {
      PluginState state =
          calls.run(
              "starting it",
              () -> {
                wrapper.getPlugin();
                return runtime.startPlugin(manifest.id());
              });
      if (!state.isStarted()) {
        throw new PluginRefusedException("it cannot be started: its state is " + state);
      }
      return new LoadedPlugin(manifest, content, folder, runtime, wrapper, calls);
    } catch (InterruptedException e) {
      runtime.unloadPlugin(manifest.id());
      throw e;
    } catch (PluginRefusedException e) {
      runtime.unloadPlugin(manifest.id());
      Leftovers left = Leftovers.after(wrapper.getPluginClassLoader(), LAST_WORDS);
      if (left.isPresent() && !calls.isLost()) {
        throw new PluginRefusedException(e.getMessage() + "; it left " + left.describe());
      }
      throw e;
    }
  }

  /** What its properties say. */
  public PluginManifest manifest() {
    return manifest;
  }

  /** Where it is unpacked, for as long as it is held. */
  public Path content() {
    return content;
  }

  /** Its class loader; the context class loader for threads that run its code. */
  public ClassLoader loader() {
    return loader;
  }

  /**
   * Asks for its models. One thread at a time.
   *
   * @throws PluginRefusedException when it throws, takes too long or answers nonsense
   */
  public List<ModelOffer<?>> offers(PluginContext context) throws InterruptedException {
    return calls.run("offers()", () -> OfferCheck.checked(plugin.offers(context)));
  }

  /**
   * Takes one more hold; the caller must have one already, or know that somebody keeps one
   * meanwhile.
   */
  public void hold() {
    if (holds.getAndIncrement() <= 0) {
      throw new IllegalStateException("the plugin is closed");
    }
  }

  /** Gives one hold back. */
  public void release() {
    if (holds.decrementAndGet() == 0) {
      Thread closer = Thread.ofPlatform().daemon().name("stt-plugin-close").unstarted(this::close);
      // Whoever ended the last hold may run with the plugin's own loader, which must become
      // garbage.
      closer.setContextClassLoader(LoadedPlugin.class.getClassLoader());
      closer.start();
    }
  }

  /** Done once the plugin is closed and its files are deleted. */
  public CompletableFuture<Void> closed() {
    return closed;
  }

  /** Its id and version. */
  String label() {
    return manifest.id() + " " + manifest.version();
  }

  /** What it left behind when it was closed. */
  Leftovers leftovers() {
    return leftovers;
  }

  private void close() {
    String label = label();
    try {
      calls.run("close()", () -> runtime.stopPlugin(manifest.id()));
    } catch (PluginRefusedException | InterruptedException e) {
      LOG.warn("Plugin {} failed to close: {}", label, e.getMessage());
    }
    try {
      runtime.unloadPlugin(manifest.id());
      leftovers = Leftovers.after(loader, LAST_WORDS);
      if (leftovers.isPresent()) {
        LOG.warn("Plugin {} left {}", label, leftovers.describe());
      }
      ScratchFolder.delete(folder);
      LOG.info("Plugin {} is unloaded", label);
    } finally {
      closed.complete(null);
    }
  }
}
