package ai.stt.http.text;

import ai.stt.app.text.SummarizeText;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A summary as JSON.
 *
 * @param text the same as the summary, for clients that look there
 * @param style as it was asked for
 * @param model that chose the sentences
 * @param embeddingModel whose vectors it went by, null when it went by words alone
 */
public record SummaryAnswer(
    String summary,
    String text,
    String style,
    String model,
    @JsonProperty("embedding_model") @JsonInclude(JsonInclude.Include.ALWAYS)
        @Nullable String embeddingModel) {
  /** The answer with a summary. */
  public static SummaryAnswer of(SummarizeText.Summary summary) {
    return new SummaryAnswer(
        summary.text(),
        summary.text(),
        summary.style().wireName(),
        summary.by().model(),
        summary.by().embeddingModel());
  }
}
