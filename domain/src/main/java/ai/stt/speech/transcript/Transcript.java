package ai.stt.speech.transcript;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What was said in a recording.
 *
 * @param language ISO 639 code of the (main) language, lower case
 * @param languageProbability 0..1; 1 when the caller named the language
 * @param duration seconds of audio that were heard
 * @param segments by start, inside [0, duration]; they overlap only where two named speakers speak
 *     at once. Empty for silence
 */
public record Transcript(
    String language, double languageProbability, double duration, List<Segment> segments) {
  /** Checks the order and the bounds of the segments. */
  public Transcript {
    if (language.isBlank()) {
      throw new IllegalArgumentException("a transcript has a language");
    }
    Times.checkUnit("languageProbability", languageProbability);
    Times.check(0, duration);
    segments = List.copyOf(segments);
    @Nullable Segment last = null;
    for (Segment segment : segments) {
      double earliest = last == null ? 0 : earliest(last, segment);
      if (segment.start() < earliest || segment.end() > duration) {
        throw new IllegalArgumentException(
            "segment %s..%s overlaps the one before, or the end of the recording, %s: %s"
                .formatted(segment.start(), segment.end(), duration, last));
      }
      last = segment;
    }
  }

  private static double earliest(Segment last, Segment next) {
    String speaker = last.speaker();
    boolean atOnce = speaker != null && next.speaker() != null && !speaker.equals(next.speaker());
    return atOnce ? last.start() : last.end();
  }

  /** The whole text, segments joined by one space; empty for silence. */
  public String text() {
    return segments.stream().map(Segment::text).collect(Collectors.joining(" "));
  }
}
