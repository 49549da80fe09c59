package ai.stt.app.transcripts;

import ai.stt.platform.job.JobStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which transcripts are wanted; null asks for nothing.
 *
 * @param status in this state
 * @param language in this language, an ISO 639 code
 * @param from ordered at this time or later
 * @param before ordered before this time
 * @param query words that title and text hold, in the manner of a web search: {@code "a phrase"},
 *     {@code or}, {@code -not}
 */
public record TranscriptFilter(
    @Nullable JobStatus status,
    @Nullable String language,
    @Nullable Instant from,
    @Nullable Instant before,
    @Nullable String query) {
  /** Every transcript. */
  public static final TranscriptFilter ALL = new TranscriptFilter(null, null, null, null, null);
}
