package ai.stt.app.text;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What can be made of a text. */
public enum ContentKind {
  BLOG_POST(false),
  SOCIAL_MEDIA(false),
  SOCIAL_TWITTER(false),
  SOCIAL_LINKEDIN(false),
  NEWSLETTER(false),
  KEY_QUOTES(true),
  SHOW_NOTES(true),
  PODCAST_SHOW_NOTES(true),
  MEETING_NOTES(true),
  STUDY_GUIDE(false),
  FLASHCARDS(false),
  QUIZ(false),
  CHAPTER_MARKERS(true);

  private final boolean chosen;

  ContentKind(boolean chosen) {
    this.chosen = chosen;
  }

  /** Whether it can be chosen from the text, so that nothing has to be written. */
  public boolean isChosen() {
    return chosen;
  }

  /** As requests and answers write it. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The kind that a request names.
   *
   * @param field where it was named
   * @throws SpeechException {@code INVALID_REQUEST} listing the kinds
   */
  public static ContentKind named(String field, String name) {
    return Arrays.stream(values())
        .filter(kind -> kind.wireName().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new SpeechException(
                    ErrorCode.INVALID_REQUEST,
                    "%s: one of %s".formatted(field, names(List.of(values())))));
  }

  /**
   * What is said when it would have to be written.
   *
   * @param model that could write it; blank when none is wanted
   */
  SpeechException needsWriter(String model) {
    String remedy =
        model.isBlank()
            ? "this server is set to use none (text.generation_model)"
            : "this server has none; the operator installs one with: stt models pull " + model;
    return new SpeechException(
        ErrorCode.MODEL_UNAVAILABLE,
        "%s has to be written by a language model, and %s. Without one it makes %s"
            .formatted(
                wireName(), remedy, names(Arrays.stream(values()).filter(k -> k.chosen).toList())));
  }

  private static String names(List<ContentKind> kinds) {
    return kinds.stream().map(ContentKind::wireName).collect(Collectors.joining(", "));
  }
}
