package ai.stt.app.text;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is wanted to be known of a text. */
public enum AnalysisType {
  SENTIMENT,
  TOPICS,
  ENTITIES,
  ACTION_ITEMS,
  QUESTIONS,
  /** The text without what tells who somebody is. */
  PII_REDACT;

  /** As requests and answers write it. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The type that a request names; {@code pii} is {@code pii_redact}.
   *
   * @param field where it was named
   * @throws SpeechException {@code INVALID_REQUEST} listing the types
   */
  public static AnalysisType named(String field, String name) {
    String full = name.equals("pii") ? PII_REDACT.wireName() : name;
    return Arrays.stream(values())
        .filter(type -> type.wireName().equals(full))
        .findFirst()
        .orElseThrow(
            () ->
                new SpeechException(
                    ErrorCode.INVALID_REQUEST,
                    field
                        + ": one of "
                        + Arrays.stream(values())
                            .map(AnalysisType::wireName)
                            .collect(Collectors.joining(", "))));
  }
}
