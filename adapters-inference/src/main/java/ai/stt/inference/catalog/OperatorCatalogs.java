package ai.stt.inference.catalog;

import ai.stt.app.catalog.CatalogEntry;
import ai.stt.app.catalog.ModelCatalog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The catalog that comes with the program, and after it those of the operator. An entry of a later
 * one takes the place of an earlier one with its id. Read when first asked for; later changes are
 * looked for beside whoever asks, so nobody waits for a server twice. Thread-safe.
 */
public final class OperatorCatalogs implements ModelCatalog {
  private static final Logger LOG = LoggerFactory.getLogger(OperatorCatalogs.class);

  /** Files are looked at no more often, however often models are asked for. */
  private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

  private final ModelCatalog own;
  private final CatalogPolicy policy;
  private final List<OperatorCatalog> catalogs;
  private final LongSupplier nanos;
  private volatile long lookedNanos;
  private @Nullable FutureTask<View> reading;
  private volatile @Nullable View view;

  /** What was read last, and when. */
  private record View(
      List<CatalogEntry> entries, List<String> problems, List<Long> changed, long readNanos) {}

  /**
   * Catalogs beside the program's own.
   *
   * @param cache a folder for the copies of those that come from addresses
   */
  public OperatorCatalogs(ModelCatalog own, Path cache, CatalogPolicy policy) {
    this(own, cache, policy, System::nanoTime);
  }

  OperatorCatalogs(ModelCatalog own, Path cache, CatalogPolicy policy, LongSupplier nanos) {
    this.own = own;
    this.nanos = nanos;
    this.lookedNanos = nanos.getAsLong();
    this.policy = policy;
    this.catalogs =
        policy.locations().stream()
            .map(location -> new OperatorCatalog(location, cache, policy))
            .toList();
  }

  @Override
  public List<CatalogEntry> entries() {
    return catalogs.isEmpty() ? own.entries() : current().entries();
  }

  @Override
  public List<String> problems() {
    return catalogs.isEmpty() ? List.of() : current().problems();
  }

  private View current() {
    View now = view;
    if (now == null) {
      return first();
    }
    long time = nanos.getAsLong();
    if (time - lookedNanos >= LOOK_NANOS) {
      lookedNanos = time;
      boolean old = time - now.readNanos() > policy.refresh().toNanos();
      if (old || !now.changed().equals(changed())) {
        var _ = reading();
      }
    }
    return now;
  }

  /** Who is interrupted while it waits gets our own; the reading goes on for the others. */
  private View first() {
    try {
      return reading().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new View(own.entries(), List.of("No catalog was read: interrupted."), List.of(), 0);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the catalogs cannot be read", e);
    }
  }

  /** The reading under way, or a new one: on a thread that nobody interrupts. */
  private synchronized Future<View> reading() {
    FutureTask<View> now = reading;
    if (now == null || now.isDone()) {
      now = new FutureTask<>(this::readOrTell);
      reading = now;
      Thread.ofVirtual().name("catalogs").start(now);
    }
    return now;
  }

  private View readOrTell() throws InterruptedException {
    try {
      return read();
    } catch (RuntimeException | Error e) {
      LOG.warn("The catalogs cannot be read", e);
      throw e;
    }
  }

  private List<Long> changed() {
    return catalogs.stream().flatMap(catalog -> catalog.changed().stream()).toList();
  }

  private View read() throws InterruptedException {
    List<Long> changed = changed();
    Map<String, CatalogEntry> entries = new LinkedHashMap<>();
    own.entries().forEach(entry -> entries.put(entry.id(), entry));
    List<String> problems = new ArrayList<>();
    for (OperatorCatalog catalog : catalogs) {
      OperatorCatalog.Reading reading = catalog.read();
      reading.entries().forEach(entry -> entries.put(entry.id(), entry));
      if (reading.problem() != null) {
        problems.add(reading.problem());
      }
    }
    problems.forEach(LOG::warn);
    var read =
        new View(List.copyOf(entries.values()), List.copyOf(problems), changed, nanos.getAsLong());
    view = read;
    return read;
  }
}
