package ai.stt.app.text;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How a summary is to look. */
public enum SummaryStyle {
  /** A few sentences. */
  BRIEF,
  /** A paragraph for each chapter. */
  DETAILED,
  /** What is to be done. */
  ACTION_ITEMS,
  /** The main points as a list. */
  BULLET_POINTS,
  /** The same, as the published clients call it. */
  BULLETS,
  /** One line. */
  HEADLINE;

  /** As requests and answers write it. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The style that a request names.
   *
   * @throws SpeechException {@code INVALID_REQUEST} listing the styles
   */
  public static SummaryStyle named(String name) {
    return Arrays.stream(values())
        .filter(style -> style.wireName().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new SpeechException(
                    ErrorCode.INVALID_REQUEST,
                    "style: one of "
                        + Arrays.stream(values())
                            .map(SummaryStyle::wireName)
                            .collect(Collectors.joining(", "))));
  }
}
