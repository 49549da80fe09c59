package ai.stt.platform.cloud;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A server of an account's own that reports to this one.
 *
 * @param id at least 1
 * @param name by which its owner knows it
 * @param region where it is; may be empty
 * @param url where it answers, or null
 * @param report its last one; null before the first
 */
public record CloudInstance(
    long id,
    long accountId,
    String name,
    String region,
    @Nullable String url,
    @Nullable InstanceReport report) {
  /** Silent for so long it is taken for gone. */
  public static final Duration SILENCE = Duration.ofMinutes(2);

  private static final int LONGEST = 200;
  private static final int LONGEST_URL = 2000;

  /** What an instance is known to do. */
  public enum Status {
    /** It has never reported. */
    PENDING,
    /** It reported less than two minutes ago. */
    ONLINE,
    /** It was silent for two minutes. */
    OFFLINE
  }

  /** Its status at a time. */
  public Status status(Instant now) {
    if (report == null) {
      return Status.PENDING;
    }
    return now.isBefore(report.at().plus(SILENCE)) ? Status.ONLINE : Status.OFFLINE;
  }

  /**
   * Checks what its owner says about an instance.
   *
   * @throws SpeechException {@code INVALID_REQUEST} naming the field
   */
  public static void check(String name, String region, @Nullable String url) {
    line("name", name, LONGEST);
    if (name.isBlank()) {
      throw new SpeechException(ErrorCode.INVALID_REQUEST, "name: missing; send it as a text");
    }
    line("region", region, LONGEST);
    if (url != null) {
      line("url", url, LONGEST_URL);
      if (!url.matches("https?://[^\\s]+")) {
        throw new SpeechException(
            ErrorCode.INVALID_REQUEST,
            "url: an http or https address, such as https://stt.example");
      }
    }
  }

  static void line(String field, String text, int longest) {
    if (text.length() > longest || text.chars().anyMatch(Character::isISOControl)) {
      throw new SpeechException(
          ErrorCode.INVALID_REQUEST,
          "%s: at most %d characters on one line".formatted(field, longest));
    }
  }
}
