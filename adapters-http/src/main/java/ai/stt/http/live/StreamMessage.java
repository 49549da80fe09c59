package ai.stt.http.live;

import ai.stt.speech.transcript.Word;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message to a client; what does not apply is left out.
 *
 * @param type ready, partial, transcript, utterance_end, final or error
 * @param status {@code ready} once audio may come
 * @param text final text
 * @param partial text that may change
 * @param isFinal whether the stream is complete
 * @param last the same, as the published Python client asks for it
 * @param start seconds from the start of the stream
 * @param end seconds
 * @param words those of the text
 * @param language of the whole stream
 * @param duration of the whole stream, in seconds
 * @param model that hears
 * @param sessionId names the stream
 * @param transcriptId of what the account keeps
 * @param warnings what was asked for and is not there
 * @param error one clear sentence
 * @param code of the error, for programs
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record StreamMessage(
    String type,
    @Nullable String status,
    @Nullable String text,
    @Nullable String partial,
    @JsonProperty("is_final") @Nullable Boolean isFinal,
    @JsonProperty("final") @Nullable Boolean last,
    @Nullable Double start,
    @Nullable Double end,
    @Nullable List<StreamWord> words,
    @Nullable String language,
    @Nullable Double duration,
    @Nullable String model,
    @JsonProperty("session_id") @Nullable String sessionId,
    @JsonProperty("transcript_id") @Nullable Long transcriptId,
    @Nullable List<String> warnings,
    @Nullable String error,
    @Nullable String code) {
  /** A word with its times. */
  record StreamWord(String word, double start, double end, double confidence) {
    static List<StreamWord> of(List<Word> words) {
      return words.stream()
          .map(w -> new StreamWord(w.text(), w.start(), w.end(), round(w.confidence())))
          .toList();
    }
  }

  static StreamMessage ready(String model, String sessionId, List<String> warnings) {
    return new StreamMessage(
        "ready",
        "ready",
        null,
        null,
        false,
        null,
        null,
        null,
        null,
        null,
        null,
        model,
        sessionId,
        null,
        warnings.isEmpty() ? null : warnings,
        null,
        null);
  }

  static StreamMessage text(
      String type,
      @Nullable String text,
      @Nullable String partial,
      double start,
      double end,
      @Nullable List<Word> words) {
    return new StreamMessage(
        type,
        null,
        text,
        partial,
        false,
        null,
        start,
        end,
        words == null ? null : StreamWord.of(words),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  static StreamMessage utteranceEnd(double at) {
    return text("utterance_end", "", "", at, at, null);
  }

  static StreamMessage last(
      String text,
      List<Word> words,
      String language,
      double duration,
      String sessionId,
      @Nullable Long transcriptId) {
    return new StreamMessage(
        "final",
        null,
        text,
        "",
        true,
        true,
        words.isEmpty() ? duration : words.getFirst().start(),
        words.isEmpty() ? duration : words.getLast().end(),
        StreamWord.of(words),
        language,
        duration,
        null,
        sessionId,
        transcriptId,
        null,
        null,
        null);
  }

  static StreamMessage error(String sentence, String code) {
    return new StreamMessage(
        "error", null, null, null, null, null, null, null, null, null, null, null, null, null, null,
        sentence, code);
  }

  private static double round(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}
