package ai.stt.inference.catalog;

import ai.stt.app.catalog.CatalogEntry;
import ai.stt.inference.catalog.fetch.SmallDownload;
import ai.stt.inference.catalog.fetch.VerifiedCopy;
import ai.stt.inference.trust.SignatureFile;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One catalog of the operator's: a file, or an address whose last good copy is kept, so that models
 * stay known while it cannot be reached. What a file said last counts as long as this object lives.
 * Every reading checks the signature, that of the copy too. One thread at a time.
 */
final class OperatorCatalog {
  private static final int MOST_BYTES = 16 << 20;
  private static final Duration WITHIN = Duration.ofSeconds(8);
  private static final String STILL = " What it said before goes on to count.";

  private final String location;
  private final CatalogPolicy policy;
  private final Path copy;

  /** It may be half replaced: the file is there, and its signature is not yet. */
  private List<CatalogEntry> lastOfFile = List.of();

  OperatorCatalog(String location, Path cache, CatalogPolicy policy) {
    this.location = location;
    this.policy = policy;
    String name = HexFormat.of().formatHex(digest(location.getBytes(StandardCharsets.UTF_8)), 0, 8);
    this.copy = cache.resolve(name + ".json");
  }

  /**
   * What was read.
   *
   * @param problem why it is not what it should be, in one sentence; null when all is well
   */
  record Reading(List<CatalogEntry> entries, @Nullable String problem) {}

  /**
   * Times and sizes of a file and of its signature, any of which may change; none of an address.
   */
  List<Long> changed() {
    return Stream.of("", SignatureFile.SUFFIX)
        .filter(end -> !fromWeb())
        .map(end -> new File(location + end))
        .flatMap(file -> Stream.of(file.lastModified(), file.length()))
        .toList();
  }

  /** Reads it, from the copy when that is fresh enough or nothing better is to be had. */
  Reading read() throws InterruptedException {
    try {
      return readNow();
    } catch (RuntimeException e) { // an address that is none; one bad catalog spoils no other
      return new Reading(List.of(), sentence(e));
    }
  }

  private Reading readNow() throws InterruptedException {
    boolean offline = policy.reach().offline();
    try {
      if (!fromWeb()) {
        lastOfFile = believed(file()).entries();
        return new Reading(lastOfFile, null);
      }
      if (CatalogCopy.younger(copy, policy.refresh()) || offline) {
        return new Reading(kept().entries(), null);
      }
    } catch (IOException e) {
      if (!fromWeb() || offline) {
        return new Reading(lastOfFile, sentence(e) + (lastOfFile.isEmpty() ? "" : STILL));
      }
    }
    return fetched();
  }

  private Reading fetched() throws InterruptedException {
    IOException failure = new IOException("it has no address");
    for (URI uri : policy.reach().of(URI.create(location))) {
      try {
        CatalogCopy came = download(uri);
        CatalogReader read = believed(came);
        if (read.serial() < keptSerial()) {
          throw new IOException(
              "its serial %d is older than what was read before".formatted(read.serial()));
        }
        came.write(copy);
        return new Reading(read.entries(), null);
      } catch (IOException e) {
        failure = e;
      }
    }
    try {
      return new Reading(kept().entries(), sentence(failure) + STILL);
    } catch (IOException e) {
      return new Reading(List.of(), sentence(failure));
    }
  }

  private CatalogReader kept() throws IOException {
    return believed(
        CatalogCopy.read(copy)
            .orElseThrow(() -> new IOException("it was never read, and nothing is asked for")));
  }

  private long keptSerial() {
    try {
      return kept().serial();
    } catch (IOException e) {
      return 0;
    }
  }

  /** The catalog in it, when it may be believed. */
  private CatalogReader believed(CatalogCopy came) throws IOException {
    String sha256 = HexFormat.of().formatHex(digest(came.catalog()));
    var _ = policy.keys().require(sha256, came.signature(), policy.signed());
    URI own = fromWeb() ? URI.create(location) : Path.of(location).toUri();
    return CatalogReader.read(came.catalog(), own); // whichever mirror it came from
  }

  private CatalogCopy download(URI uri) throws IOException, InterruptedException {
    var small = new SmallDownload(WITHIN);
    byte[] catalog = small.get(uri, MOST_BYTES);
    URI beside = URI.create(uri.toString().replaceFirst("(?=[?#]|$)", SignatureFile.SUFFIX));
    try {
      return new CatalogCopy(location, catalog, small.get(beside, SignatureFile.MAX_BYTES));
    } catch (FileNotFoundException e) {
      return new CatalogCopy(location, catalog, null);
    }
  }

  private CatalogCopy file() throws IOException {
    Path file = Path.of(location);
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new IOException("it is larger than %d bytes".formatted(MOST_BYTES));
      }
      return new CatalogCopy(location, Files.readAllBytes(file), SignatureFile.read(file));
    } catch (NoSuchFileException e) {
      throw new IOException("there is no such file", e);
    }
  }

  private boolean fromWeb() {
    return location.matches("(?i)https?://.*");
  }

  private String sentence(Exception e) {
    String why = Optional.ofNullable(e.getMessage()).orElse("it cannot be read");
    return "The catalog %s is not used: %s.".formatted(location, why);
  }

  private static byte[] digest(byte[] bytes) {
    return VerifiedCopy.sha256().digest(bytes);
  }
}
