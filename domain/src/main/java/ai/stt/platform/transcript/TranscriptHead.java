package ai.stt.platform.transcript;

import ai.stt.platform.job.Job;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import org.jspecify.annotations.Nullable;

/**
 * A transcript without what was said in it, as lists show it; it is there from the order on.
 *
 * @param job that makes or made it
 * @param title by its owner, at first the recording's file name; may be empty
 * @param heard null until the job is completed
 */
public record TranscriptHead(Job job, String title, @Nullable Heard heard) {
  /** The longest title, in characters. */
  public static final int LONGEST_TITLE = 300;

  /** The id, also that of the job. */
  public long id() {
    return job.order().id();
  }

  /** Whose it is. */
  public long accountId() {
    return job.order().accountId();
  }

  /** The same without who spoke when, as lists have it. */
  public TranscriptHead withoutTurns() {
    return heard == null
        ? this
        : new TranscriptHead(
            job,
            title,
            new Heard(
                heard.model(),
                heard.language(),
                heard.languageProbability(),
                heard.duration(),
                null));
  }

  /**
   * The title without surrounding space.
   *
   * @throws SpeechException {@code INVALID_REQUEST} when it is too long or not on one line
   */
  public static String checkTitle(String title) {
    String bare = title.strip();
    if (bare.codePointCount(0, bare.length()) > LONGEST_TITLE
        || title.chars().anyMatch(Character::isISOControl)) {
      throw new SpeechException(
          ErrorCode.INVALID_REQUEST,
          "title: at most %d characters on one line".formatted(LONGEST_TITLE));
    }
    return bare;
  }

  /** A title made of the name that a client gave its file: one line, without folders. */
  public static String titleOf(String fileName) {
    String name = fileName.substring(fileName.lastIndexOf('/') + 1);
    name = name.substring(name.lastIndexOf('\\') + 1);
    String line = name.replaceAll("[\\u0000-\\u001f\\u007f-\\u009f]+", " ").strip();
    int length = Math.min(LONGEST_TITLE, line.codePointCount(0, line.length()));
    return line.substring(0, line.offsetByCodePoints(0, length)).strip();
  }
}
