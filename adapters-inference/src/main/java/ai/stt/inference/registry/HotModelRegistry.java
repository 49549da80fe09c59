package ai.stt.inference.registry;

import ai.stt.app.model.DeviceInfo;
import ai.stt.app.model.Lease;
import ai.stt.app.model.LiveModel;
import ai.stt.app.model.ModelRegistry;
import ai.stt.app.model.ModelWatcher;
import ai.stt.app.operation.ModelOperations;
import ai.stt.inference.plugin.LoadedPlugin;
import ai.stt.inference.plugin.PluginFolder;
import ai.stt.inference.plugin.Reason;
import ai.stt.plugin.Capability;
import ai.stt.plugin.InstalledModel;
import ai.stt.plugin.Model;
import ai.stt.plugin.PluginContext;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models of the plugins in a folder, kept in line with the folder and the model store while the
 * server runs. Work in flight ends on the version it began with, new work gets the new one.
 * Thread-safe.
 */
public final class HotModelRegistry implements ModelRegistry, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HotModelRegistry.class);

  private final PluginFolder folder;
  private final Supplier<List<InstalledModel>> installed;
  private final DeviceInfo device;
  private final RegistrySettings settings;
  private final InstantSource clock;
  private final PluginOffers offers;
  private final RunningCalls calls;
  private final ModelRoom room;
  private final RegistryOperations operations;
  private final ModelLending lending;

  /** Ids of the models that stay in memory however idle. */
  private final Set<String> pinned = ConcurrentHashMap.newKeySet();

  /** Replaced or removed, and maybe still in memory or loading. */
  private final Set<ModelSlot> left = ConcurrentHashMap.newKeySet();

  private final Replacements replacements = new Replacements();

  private List<Weights> lastInstalled = List.of();
  private boolean stale = true;
  private @Nullable Thread watcher;
  private @Nullable String lastTrouble;

  private volatile ModelTable table = ModelTable.EMPTY;
  private volatile Map<String, String> refusedOffers = Map.of();
  private volatile boolean closed;

  /**
   * A registry that lists nothing until it is started, and loads models in this process.
   *
   * @param folder where the plugins come from; closed with the registry
   * @param context what plugins are given
   * @param installed the weights in the model store; asked at every poll, so it must be quick
   * @param device where models run
   * @param clock for idle models and failures
   * @param watcher told what models do
   * @param care what is done when the device fails
   */
  public HotModelRegistry(
      PluginFolder folder,
      PluginContext context,
      Supplier<List<InstalledModel>> installed,
      DeviceInfo device,
      RegistrySettings settings,
      InstantSource clock,
      ModelWatcher watcher,
      DeviceCare care) {
    this(folder, context, installed, device, settings, clock, watcher, care, ModelPlace.HERE);
  }

  /**
   * The same with models that are loaded elsewhere.
   *
   * @param place where
   */
  public HotModelRegistry(
      PluginFolder folder,
      PluginContext context,
      Supplier<List<InstalledModel>> installed,
      DeviceInfo device,
      RegistrySettings settings,
      InstantSource clock,
      ModelWatcher watcher,
      DeviceCare care,
      ModelPlace place) {
    this.folder = folder;
    this.installed = installed;
    this.device = device;
    this.settings = settings;
    this.clock = clock;
    this.offers = new PluginOffers(context, place, settings.failureRetry(), clock);
    this.pinned.addAll(settings.preload());
    this.room =
        new ModelRoom(
            settings.memoryBytes(), settings.roomWait(), this::everySlot, pinned, replacements);
    this.calls =
        new RunningCalls(
            settings.patience(), clock, watcher, new DeviceWork(care, room, this::everySlot));
    this.operations =
        new RegistryOperations(
            () -> table, folder, this::troubles, pinned, room, replacements, device.name());
    this.lending = new ModelLending(this::open, room, replacements, care, settings.failureRetry());
  }

  /**
   * Loads the plugins that are there, then watches on a daemon thread. Once.
   *
   * @throws IOException when the cache folder of the plugins cannot be written
   */
  public void start() throws IOException, InterruptedException {
    refresh();
    watcher = Thread.ofPlatform().daemon().name("stt-model-registry").start(this::watch);
  }

  @Override
  public List<LiveModel> live() {
    return table.slots().stream()
        .map(slot -> replacements.serving(slot).describe(device.name()))
        .toList();
  }

  /** What an operator does with these models. */
  public ModelOperations operations() {
    return operations;
  }

  @Override
  public DeviceInfo device() {
    return device;
  }

  @Override
  public Map<String, String> failedPlugins() {
    Map<String, String> all = new TreeMap<>(folder.refusals());
    all.putAll(troubles());
    return Collections.unmodifiableMap(all);
  }

  /** What is wrong with plugins that run, by id. */
  private Map<String, String> troubles() {
    Map<String, String> all = new TreeMap<>(replacements.failures());
    all.putAll(refusedOffers);
    return all;
  }

  @Override
  public <M extends Model> Lease<M> lease(Capability<M> capability, String modelId)
      throws InterruptedException {
    return lending.lease(capability, modelId);
  }

  /** Ends the watching, gives no new leases, and waits at most 10 s for those that are out. */
  @Override
  public void close() {
    closed = true;
    Thread running = watcher;
    if (running != null) {
      running.interrupt();
      try {
        running.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    ModelTable last = table;
    table = ModelTable.EMPTY;
    last.slots().forEach(ModelSlot::retire);
    replacements.settle();
    offers.forget().forEach(LoadedPlugin::release);
    folder.close();
  }

  private ModelTable open() {
    if (closed) {
      throw new SpeechException(
          ErrorCode.SHUTTING_DOWN, "the server is stopping", Duration.ofSeconds(10), null);
    }
    return table;
  }

  private void watch() {
    while (!closed) {
      try {
        Thread.sleep(settings.pollInterval());
        refresh();
        calls.giveUpSilent();
        giveUpLoading();
        releaseIdle();
        lastTrouble = null;
      } catch (InterruptedException e) {
        return;
      } catch (Throwable e) {
        complain(Reason.of(e), e);
      }
    }
  }

  /** The same trouble would come back at every poll. */
  private void complain(String trouble, Throwable e) {
    if (!trouble.equals(lastTrouble)) {
      LOG.error("The models could not be brought up to date: {}", trouble, e);
    }
    lastTrouble = trouble;
  }

  /** Looks for changes once and takes them in. The watching thread only, after the start. */
  private void refresh() throws IOException, InterruptedException {
    // A change is not forgotten when what follows throws and the next poll has to do it.
    stale |= folder.scan();
    List<Weights> present = installed.get().stream().map(Weights::of).toList();
    boolean changed = stale || !present.equals(lastInstalled);
    if (!changed && !offers.isRetryDue()) {
      return;
    }
    List<LoadedPlugin> gone = offers.ask(folder.plugins(), present, changed);
    refusedOffers = offers.refusals();
    ModelTable before = table;
    ModelTable next = before.next(offers.all(present), this::newSlot);
    List<ModelSlot> replaced = before.without(next);
    Set<ModelSlot> kept = replacements.take(before, next.without(before));
    left.addAll(replaced);
    table = next;
    lastInstalled = present;
    stale = false;
    LOG.info("Live models: {}", live().stream().map(model -> model.descriptor().id()).toList());
    replaced.stream().filter(slot -> !kept.contains(slot)).forEach(ModelSlot::retire);
    gone.forEach(LoadedPlugin::release);
    next.without(before).forEach(this::preload);
  }

  private ModelSlot newSlot(Offered offered) {
    return new ModelSlot(offered, settings.failureRetry(), calls, clock);
  }

  private void preload(ModelSlot slot) {
    if (!pinned.contains(slot.offered().modelId()) && replacements.standIn(slot) == null) {
      return;
    }
    try {
      room.bring(slot);
    } catch (SpeechException e) {
      LOG.warn("Not loaded at once: {}", e.getMessage());
    }
  }

  private void giveUpLoading() {
    replacements.settle();
    left.removeIf(slot -> slot.state().over());
    everySlot().forEach(slot -> slot.giveUpLoading(settings.patience()));
  }

  private Collection<ModelSlot> everySlot() {
    Set<ModelSlot> all = new LinkedHashSet<>(table.slots());
    all.addAll(left);
    return all;
  }

  private void releaseIdle() {
    if (settings.idleRelease().isZero()) {
      return;
    }
    for (ModelSlot slot : everySlot()) {
      if (!pinned.contains(slot.offered().modelId())) {
        slot.releaseIdle(settings.idleRelease());
      }
    }
  }
}
