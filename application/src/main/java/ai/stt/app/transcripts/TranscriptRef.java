package ai.stt.app.transcripts;

import ai.stt.platform.job.Slug;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.util.regex.Pattern;

/** The two ways to name a transcript. */
public sealed interface TranscriptRef {
  /** By its number. */
  record ById(long id) implements TranscriptRef {}

  /** By its slug. */
  record BySlug(String slug) implements TranscriptRef {}

  /** Numbers of at most 18 digits, so that none overflows. */
  Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  /**
   * What a caller wrote in an address.
   *
   * @throws SpeechException {@code NOT_FOUND} when no transcript can have that name
   */
  static TranscriptRef parse(String text) {
    if (NUMBER.matcher(text).matches()) {
      return new ById(Long.parseLong(text));
    }
    if (Slug.isSlug(text)) {
      return new BySlug(text);
    }
    throw missing();
  }

  /** What is said of a transcript that is not there or another account's. */
  static SpeechException missing() {
    return new SpeechException(ErrorCode.NOT_FOUND, "there is no such transcript");
  }
}
