package ai.stt.inference.catalog;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Looks before it leaps: a full disk is told before a download, not after. */
public final class DiskSpace {
  private static final long SPARE_BYTES = 64L << 20;

  private DiskSpace() {}

  /**
   * Requires room for so many bytes, and a little more.
   *
   * @throws SpeechException {@code DEPENDENCY_FAILED} telling how much is free and needed
   */
  public static void require(Path folder, long bytes) throws IOException {
    long free = Files.getFileStore(folder).getUsableSpace();
    if (free - SPARE_BYTES < bytes) {
      throw new SpeechException(
          ErrorCode.DEPENDENCY_FAILED,
          String.format(
              Locale.ROOT,
              "The disk of the home folder has %.1f GB free and %.1f GB are needed; free some space and try again.",
              free / 1e9,
              (bytes + SPARE_BYTES) / 1e9));
    }
  }
}
