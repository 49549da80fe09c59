package ai.stt.http.upload;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * How many uploads may lie in a folder: so few of one account or one anonymous network, and so few
 * of all anonymous callers, that nobody takes the room of the others. Thread-safe.
 *
 * @param ofOne uploads of one account or network
 * @param ofAnonymous uploads of all who have no account
 * @param ofAll uploads of everybody
 */
record UploadShares(int ofOne, int ofAnonymous, int ofAll) {
  static final UploadShares DEFAULT = new UploadShares(100, 5_000, 10_000);

  private static final Duration RETRY = Duration.ofMinutes(1);

  /** Whether one more of this uploader has room. */
  boolean hasRoom(Path folder, Uploader who) throws IOException {
    List<String> names = names(folder);
    return names.size() < ofAll
        && count(names, who) < ofOne
        && !(who.anonymous()
            && names.stream().filter(Uploader::isAnonymous).count() >= ofAnonymous);
  }

  /**
   * Why there is no room: {@code RATE_LIMITED} when the uploader can make some, {@code OVERLOADED}
   * when others have it.
   */
  SpeechException refusal(Path folder, Uploader who) throws IOException {
    return count(names(folder), who) >= ofOne
        ? new SpeechException(
            ErrorCode.RATE_LIMITED,
            "%d of your uploads lie here already; transcribe or delete some first".formatted(ofOne),
            RETRY,
            null)
        : new SpeechException(
            ErrorCode.OVERLOADED,
            "there are too many unfinished uploads here; try again later",
            RETRY,
            null);
  }

  private static long count(List<String> names, Uploader who) {
    String mark = who.mark();
    return names.stream().filter(name -> name.startsWith(mark)).count();
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(each -> String.valueOf(each.getFileName()))
          .filter(name -> UploadPlace.ID.matcher(name).matches())
          .toList();
    }
  }
}
