package ai.stt.inference.catalog.fonts;

import ai.stt.app.catalog.FetchListener;
import ai.stt.app.export.DocumentFonts;
import ai.stt.inference.catalog.fetch.Folders;
import ai.stt.inference.catalog.fetch.InstallLock;
import ai.stt.inference.catalog.fetch.PackageFetcher;
import ai.stt.inference.catalog.fetch.Reach;
import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The fonts of {@code fonts.json}, each fetched when a document first needs it and kept under the
 * home's {@code fonts}. One that cannot be fetched is left alone for a while, so that a machine
 * without a network does not wait for it with every document. Thread-safe, and safe beside other
 * processes on the same home.
 */
public final class PackagedFonts implements DocumentFonts {
  private static final Logger LOG = LoggerFactory.getLogger(PackagedFonts.class);
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Path folder;
  private final List<PackagedFont> known;
  private final InstantSource clock;
  private final PackageFetcher fetcher;
  private final Map<Script, Instant> failures = new ConcurrentHashMap<>();

  /** The fonts of a home folder. */
  public PackagedFonts(Path home) {
    this(home, Reach.everywhere());
  }

  /** The same, from where this machine may ask. */
  public PackagedFonts(Path home, Reach reach) {
    this(home, PackagedFont.all(), InstantSource.system(), reach);
  }

  PackagedFonts(Path home, List<PackagedFont> known, InstantSource clock) {
    this(home, known, clock, Reach.everywhere());
  }

  private PackagedFonts(Path home, List<PackagedFont> known, InstantSource clock, Reach reach) {
    this.fetcher = new PackageFetcher(reach);
    this.folder = home.resolve("fonts");
    this.known = known;
    this.clock = clock;
  }

  @Override
  public Optional<Path> font(Script script) {
    Optional<PackagedFont> wanted =
        known.stream().filter(font -> font.script().equals(script.id())).findFirst();
    if (wanted.isEmpty() || wanted.filter(this::complete).isPresent()) {
      return wanted.map(this::file);
    }
    Instant failed = failures.get(script);
    if (failed != null && clock.instant().isBefore(failed.plus(PATIENCE))) {
      return Optional.empty();
    }
    return fetch(script, wanted.get());
  }

  private Optional<Path> fetch(Script script, PackagedFont font) {
    try {
      LOG.info("Fetching the font {} (once)", font.fileName());
      install(font);
      failures.remove(script);
      return Optional.of(file(font));
    } catch (SpeechException | IOException e) {
      LOG.warn("The font {} could not be fetched: {}", font.fileName(), e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    failures.put(script, clock.instant());
    return Optional.empty();
  }

  private void install(PackagedFont font) throws IOException, InterruptedException {
    Path lock = folder.resolve(".locks").resolve(font.fileName());
    try (var _ = InstallLock.take(lock, FetchListener.none())) {
      if (complete(font)) {
        return;
      }
      Path work = Folders.fresh(folder.resolve(".work").resolve(font.fileName()));
      try {
        Path files = Files.createDirectories(work.resolve("files"));
        fetcher.fetch(font.archive(), work.resolve("fetch"), files, FetchListener.none());
        Path fetched = files.resolve(font.fileName());
        Folders.sync(fetched);
        Folders.publish(fetched, file(font));
      } finally {
        Folders.delete(work);
      }
    }
  }

  private Path file(PackagedFont font) {
    return folder.resolve(font.fileName());
  }

  /** The file was verified before it got its name; its size shows a later accident. */
  private boolean complete(PackagedFont font) {
    try {
      return Files.size(file(font)) == font.sizeBytes();
    } catch (IOException e) {
      return false;
    }
  }
}
