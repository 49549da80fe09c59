package ai.stt.http.transcript;

import ai.stt.http.transcription.TranscriptionAnswer.WordAnswer;
import ai.stt.platform.job.Job;
import ai.stt.platform.job.JobOrder;
import ai.stt.platform.transcript.Heard;
import ai.stt.platform.transcript.StoredSegment;
import ai.stt.platform.transcript.StoredTranscript;
import ai.stt.platform.transcript.TranscriptHead;
import ai.stt.speech.transcript.Segment;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A transcript as JSON. Times of day are ISO 8601 in UTC, all others are seconds.
 *
 * @param model that did it, before that the one that was asked for
 * @param progress 0..1
 * @param error one sentence, null unless it failed
 * @param audioUrl path of this server where the recording is; null when it is not kept
 * @param text in the detail only; empty until it is completed
 * @param segments in the detail only
 * @param speakers by first appearance; in the detail only
 */
@JsonPropertyOrder({"id", "slug", "title", "status", "progress"})
public record TranscriptAnswer(
    long id,
    String slug,
    String title,
    String status,
    double progress,
    String model,
    @JsonInclude(Include.ALWAYS) @Nullable String language,
    @JsonProperty("language_probability") @JsonInclude(Include.ALWAYS)
        @Nullable Double languageProbability,
    @JsonInclude(Include.ALWAYS) @Nullable Double duration,
    @JsonProperty("credits_used") long creditsUsed,
    @JsonProperty("created_at") String createdAt,
    @JsonProperty("started_at") @JsonInclude(Include.ALWAYS) @Nullable String startedAt,
    @JsonProperty("completed_at") @JsonInclude(Include.ALWAYS) @Nullable String completedAt,
    @JsonInclude(Include.ALWAYS) @Nullable String error,
    @JsonProperty("error_code") @JsonInclude(Include.ALWAYS) @Nullable String errorCode,
    @JsonProperty("audio_url") @JsonInclude(Include.ALWAYS) @Nullable String audioUrl,
    @JsonInclude(Include.NON_NULL) @Nullable String text,
    @JsonInclude(Include.NON_NULL) @Nullable List<SegmentAnswer> segments,
    @JsonInclude(Include.NON_NULL) @Nullable List<String> speakers) {
  /** The fields that only the server sets. */
  static final Set<String> READ_ONLY =
      Set.of(
          "id",
          "slug",
          "status",
          "progress",
          "model",
          "language",
          "language_probability",
          "duration",
          "credits_used",
          "created_at",
          "started_at",
          "completed_at",
          "error",
          "error_code",
          "text",
          "segments",
          "speakers");

  /**
   * A segment.
   *
   * @param id by which it is changed
   * @param order its place, from 0
   * @param speaker left out without diarization
   */
  public record SegmentAnswer(
      long id,
      int order,
      double start,
      double end,
      String text,
      @JsonInclude(Include.NON_NULL) @Nullable String speaker,
      double confidence,
      List<WordAnswer> words) {
    /** The fields that only the server sets. */
    static final Set<String> READ_ONLY =
        Set.of("id", "order", "start", "end", "confidence", "words");

    static SegmentAnswer of(StoredSegment stored) {
      Segment segment = stored.segment();
      return new SegmentAnswer(
          stored.id(),
          stored.order(),
          rounded(segment.start(), 1000),
          rounded(segment.end(), 1000),
          segment.text(),
          segment.speaker(),
          rounded(segment.confidence(), 10_000),
          segment.words().stream().map(WordAnswer::of).toList());
    }
  }

  /** As lists show it. */
  static TranscriptAnswer of(TranscriptHead head) {
    return of(head, null, null, null);
  }

  /** Whole. */
  public static TranscriptAnswer of(StoredTranscript whole) {
    return of(
        whole.head(),
        whole.text(),
        whole.segments().stream().map(SegmentAnswer::of).toList(),
        whole.speakers());
  }

  private static TranscriptAnswer of(
      TranscriptHead head,
      @Nullable String text,
      @Nullable List<SegmentAnswer> segments,
      @Nullable List<String> speakers) {
    Job job = head.job();
    Heard heard = head.heard();
    Job.Failed failed = job instanceof Job.Failed f ? f : null;
    return new TranscriptAnswer(
        head.id(),
        job.order().slug(),
        head.title(),
        job.status().text(),
        progress(job),
        heard == null ? job.order().options().model() : heard.model(),
        heard == null ? job.order().options().language() : heard.language(),
        heard == null ? null : (Double) rounded(heard.languageProbability(), 10_000),
        heard == null ? null : (Double) rounded(heard.duration(), 1000),
        job instanceof Job.Completed done ? done.creditsUsed() : 0,
        job.order().createdAt().toString(),
        time(job.started()),
        time(job.finished()),
        failed == null ? null : failed.reason(),
        failed == null ? null : failed.code().name().toLowerCase(Locale.ROOT),
        audioUrl(job.order()),
        text,
        segments,
        speakers);
  }

  private static @Nullable String audioUrl(JobOrder order) {
    return order.recording() == null
        ? null
        : "/api/v1/transcripts/%s/audio/".formatted(order.slug());
  }

  static double progress(Job job) {
    return switch (job) {
      case Job.Running running -> rounded(running.progress(), 1000);
      case Job.Completed _ -> 1;
      case Job.Queued _, Job.Failed _, Job.Canceled _ -> 0;
    };
  }

  private static @Nullable String time(@Nullable Instant time) {
    return time == null ? null : Objects.toString(time);
  }

  private static double rounded(double value, double steps) {
    return Math.round(value * steps) / steps;
  }
}
