package ai.stt.speech.transcript;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What was said in a recording.
 *
 * @param language ISO 639 code of the (main) language, lower case
 * @param languageProbability 0..1; 1 when the caller named the language
 * @param duration seconds of audio that were heard
 * @param segments in order of time, without overlap, inside [0, duration]; empty for silence
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
    double last = 0;
    for (Segment segment : segments) {
      if (segment.start() < last || segment.end() > duration) {
        throw new IllegalArgumentException(
            "segment %s..%s overlaps the one before, which ends at %s, or the end of the recording, %s"
                .formatted(segment.start(), segment.end(), last, duration));
      }
      last = segment.end();
    }
  }

  /** The whole text, segments joined by one space; empty for silence. */
  public String text() {
    return segments.stream().map(Segment::text).collect(Collectors.joining(" "));
  }
}
