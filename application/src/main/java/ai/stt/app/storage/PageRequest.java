package ai.stt.app.storage;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;

/**
 * Which part of a list is wanted.
 *
 * @param limit entries, 1..100
 * @param offset entries before them, 0..1,000,000,000
 */
public record PageRequest(int limit, int offset) {
  /** The first twenty. */
  public static final PageRequest FIRST = new PageRequest(20, 0);

  /**
   * Checks the numbers.
   *
   * @throws SpeechException {@code INVALID_REQUEST}
   */
  public PageRequest {
    if (limit < 1 || limit > 100) {
      throw new SpeechException(ErrorCode.INVALID_REQUEST, "limit: give a number from 1 to 100");
    }
    if (offset < 0 || offset > 1_000_000_000) {
      throw new SpeechException(
          ErrorCode.INVALID_REQUEST, "offset: give a number from 0 to 1000000000");
    }
  }
}
