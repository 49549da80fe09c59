package ai.stt.http.text;

import ai.stt.app.chat.ChatAboutTranscript;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer as JSON.
 *
 * @param sessionId by which the conversation goes on
 * @param sources the best first; empty when the transcript does not speak of it
 * @param model that answered
 */
public record ChatAnswer(
    String answer,
    @JsonProperty("session_id") String sessionId,
    List<SourceAnswer> sources,
    String model) {
  /** A passage; its segment is the first of it. */
  record SourceAnswer(
      @JsonProperty("segment_order") int segmentOrder,
      @JsonProperty("segment_id") long segmentId,
      String text,
      double score,
      @JsonProperty("start_time") double startTime,
      @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String speaker) {}

  /** The answer on the wire. */
  public static ChatAnswer of(ChatAboutTranscript.Answer answer) {
    List<SourceAnswer> sources =
        answer.sources().stream()
            .map(
                source ->
                    new SourceAnswer(
                        source.segmentOrder(),
                        source.segmentId(),
                        source.text(),
                        source.score(),
                        source.startTime(),
                        source.speaker()))
            .toList();
    return new ChatAnswer(answer.answer(), answer.session(), sources, answer.model());
  }
}
