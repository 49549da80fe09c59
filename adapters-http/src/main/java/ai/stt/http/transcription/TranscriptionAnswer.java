package ai.stt.http.transcription;

import ai.stt.app.transcription.TranscriptionResult;
import ai.stt.platform.job.Job;
import ai.stt.platform.job.JobOrder;
import ai.stt.speech.diarization.SpeakerTurn;
import ai.stt.speech.transcript.Segment;
import ai.stt.speech.transcript.Transcript;
import ai.stt.speech.transcript.Word;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A transcription as JSON. Any Jackson mapper writes it the same way. Times are seconds with three
 * decimals, probabilities have four.
 *
 * @param id of the transcript that the account keeps; of an answer that nobody keeps a random one,
 *     below 2^53
 * @param slug null for an answer that nobody keeps
 * @param model id of the model that did it
 * @param text the whole text, empty for silence
 * @param language ISO 639 code
 * @param languageProbability 0..1
 * @param duration seconds of audio
 * @param segments in order of time; empty for silence
 * @param speakers by first appearance; empty without diarization
 * @param speakerTurns in {@code verbose_json} only; empty without diarization
 * @param creditsUsed 0 for an answer that nobody pays for
 * @param warnings what the client should know about its wishes, a sentence each
 */
public record TranscriptionAnswer(
    long id,
    @JsonInclude(Include.ALWAYS) @Nullable String slug,
    String model,
    String text,
    String language,
    @JsonProperty("language_probability") double languageProbability,
    double duration,
    List<SegmentAnswer> segments,
    List<String> speakers,
    @JsonProperty("speaker_turns") @JsonInclude(Include.NON_NULL)
        @Nullable List<SpeakerTurnAnswer> speakerTurns,
    @JsonProperty("credits_used") long creditsUsed,
    List<String> warnings) {

  /** Where random ids start: far above every number that a database would give out. */
  private static final long FIRST_RANDOM_ID = 1L << 52;

  /**
   * One segment.
   *
   * @param start seconds
   * @param end seconds
   * @param speaker left out without diarization
   */
  public record SegmentAnswer(
      double start,
      double end,
      String text,
      @JsonInclude(Include.NON_NULL) @Nullable String speaker,
      double confidence,
      List<WordAnswer> words) {
    /** The answer for a segment. */
    public static SegmentAnswer of(Segment segment) {
      return new SegmentAnswer(
          millis(segment.start()),
          millis(segment.end()),
          segment.text(),
          segment.speaker(),
          probability(segment.confidence()),
          segment.words().stream().map(WordAnswer::of).toList());
    }
  }

  /**
   * One word.
   *
   * @param start seconds
   * @param end seconds
   * @param speaker left out without diarization
   */
  public record WordAnswer(
      String word,
      double start,
      double end,
      double confidence,
      @JsonInclude(Include.NON_NULL) @Nullable String speaker) {
    /** The answer for a word. */
    public static WordAnswer of(Word word) {
      return new WordAnswer(
          word.text(),
          millis(word.start()),
          millis(word.end()),
          probability(word.confidence()),
          word.speaker());
    }
  }

  /**
   * A span in which one speaker speaks.
   *
   * @param start seconds
   * @param end seconds
   */
  public record SpeakerTurnAnswer(double start, double end, String speaker) {
    private static SpeakerTurnAnswer of(SpeakerTurn turn) {
      return new SpeakerTurnAnswer(millis(turn.start()), millis(turn.end()), turn.label());
    }
  }

  /**
   * The answer for a result, with a fresh id.
   *
   * @param verbose whether it is a {@code verbose_json}
   */
  public static TranscriptionAnswer of(
      TranscriptionResult result, boolean verbose, List<String> warnings) {
    long id = ThreadLocalRandom.current().nextLong(FIRST_RANDOM_ID, FIRST_RANDOM_ID << 1);
    return of(id, null, result, verbose, 0, warnings);
  }

  /** The answer for the completed job of an account. */
  public static TranscriptionAnswer of(
      Job.Completed job, TranscriptionResult result, boolean verbose, List<String> warnings) {
    JobOrder order = job.order();
    return of(order.id(), order.slug(), result, verbose, job.creditsUsed(), warnings);
  }

  private static TranscriptionAnswer of(
      long id,
      @Nullable String slug,
      TranscriptionResult result,
      boolean verbose,
      long creditsUsed,
      List<String> warnings) {
    Transcript transcript = result.transcript();
    return new TranscriptionAnswer(
        id,
        slug,
        result.model(),
        transcript.text(),
        transcript.language(),
        probability(transcript.languageProbability()),
        millis(transcript.duration()),
        transcript.segments().stream().map(SegmentAnswer::of).toList(),
        transcript.segments().stream()
            .map(Segment::speaker)
            .filter(Objects::nonNull)
            .distinct()
            .toList(),
        verbose ? turns(result.turns()) : null,
        creditsUsed,
        List.copyOf(warnings));
  }

  private static List<SpeakerTurnAnswer> turns(@Nullable List<SpeakerTurn> turns) {
    return turns == null ? List.of() : turns.stream().map(SpeakerTurnAnswer::of).toList();
  }

  private static double millis(double seconds) {
    return Math.round(seconds * 1000) / 1000.0;
  }

  private static double probability(double value) {
    return Math.round(value * 10_000) / 10_000.0;
  }
}
