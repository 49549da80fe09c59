package ai.stt.http.live;

import ai.stt.speech.transcript.Word;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message to a client; what does not apply is left out. Times are seconds of the stream. */
@JsonInclude(JsonInclude.Include.NON_NULL)
sealed interface StreamMessage {
  /** What kind of message it is, the same word in both dialects. */
  @JsonProperty("type")
  String type();

  /** As it is sent. */
  default String written(ObjectMapper json) {
    try {
      return json.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a message cannot be written", e);
    }
  }

  /**
   * Audio may come.
   *
   * @param status {@code ready}
   * @param model that hears
   * @param sessionId names the stream
   * @param resumed true when a stream goes on after its connection broke
   * @param received seconds of audio that came over the connections before
   * @param transcript what they made final
   */
  record Ready(
      String type,
      String status,
      @JsonProperty("is_final") boolean isFinal,
      String model,
      @JsonProperty("session_id") String sessionId,
      @Nullable Boolean resumed,
      @Nullable Double received,
      @Nullable String transcript)
      implements StreamMessage {
    /** A stream begins. */
    static Ready begun(String model, String sessionId) {
      return new Ready("ready", "ready", false, model, sessionId, null, null, null);
    }

    /** It goes on. */
    static Ready resumed(String model, String sessionId, double received, String transcript) {
      return new Ready("ready", "ready", false, model, sessionId, true, received, transcript);
    }
  }

  /**
   * Something was said, or a pause was made.
   *
   * @param type partial, transcript or utterance_end
   * @param text final text, but for a partial of the published clients
   * @param partial text that may change, behind the final text when there is some
   * @param words those of final text
   * @param speaker who said final text, when that was asked for
   */
  record Text(
      String type,
      String text,
      String partial,
      @JsonProperty("is_final") boolean isFinal,
      double start,
      double end,
      @Nullable List<StreamWord> words,
      @Nullable String speaker)
      implements StreamMessage {
    static Text of(String type, String text, String partial, double start, double end) {
      return new Text(type, text, partial, false, start, end, null, null);
    }
  }

  /**
   * The stream is complete.
   *
   * @param last true, as the published Python client asks for it
   * @param transcriptId of what the account keeps
   */
  record Last(
      String type,
      String text,
      String partial,
      @JsonProperty("is_final") boolean isFinal,
      @JsonProperty("final") boolean last,
      double start,
      double end,
      List<StreamWord> words,
      String language,
      double duration,
      @JsonProperty("session_id") String sessionId,
      @JsonProperty("transcript_id") @Nullable Long transcriptId)
      implements StreamMessage {
    static Last of(
        String text,
        List<Word> words,
        String language,
        double duration,
        String sessionId,
        @Nullable Long transcriptId) {
      return new Last(
          "final",
          text,
          "",
          true,
          true,
          words.isEmpty() ? duration : words.getFirst().start(),
          words.isEmpty() ? duration : words.getLast().end(),
          StreamWord.of(words),
          language,
          duration,
          sessionId,
          transcriptId);
    }
  }

  /**
   * Why the stream ends.
   *
   * @param error one clear sentence
   * @param code for programs
   */
  record Failure(String type, String error, String code) implements StreamMessage {
    static Failure of(String sentence, String code) {
      return new Failure("error", sentence, code);
    }
  }

  /** A word with its times. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record StreamWord(
      String word, double start, double end, double confidence, @Nullable String speaker) {
    static List<StreamWord> of(List<Word> words) {
      return words.stream()
          .map(
              w -> new StreamWord(w.text(), w.start(), w.end(), round(w.confidence()), w.speaker()))
          .toList();
    }

    private static double round(double value) {
      return Math.round(value * 1000) / 1000.0;
    }
  }
}
