package ai.stt.platform.transcript;

import ai.stt.speech.transcript.Transcript;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A transcript that is kept, whole.
 *
 * @param head what it is
 * @param segments in their order; empty until the job is completed, and for silence
 */
public record StoredTranscript(TranscriptHead head, List<StoredSegment> segments) {
  /** Copies the segments. */
  public StoredTranscript {
    segments = List.copyOf(segments);
  }

  /** The whole text, segments joined by one space. */
  public String text() {
    return segments.stream()
        .map(stored -> stored.segment().text())
        .collect(Collectors.joining(" "));
  }

  /** The speakers by first appearance. */
  public List<String> speakers() {
    return segments.stream()
        .map(stored -> stored.segment().speaker())
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }

  /**
   * The transcript that exports render.
   *
   * @throws IllegalStateException when the job is not completed
   */
  public Transcript transcript() {
    Heard heard = head.heard();
    if (heard == null) {
      throw new IllegalStateException("there is no transcript yet");
    }
    return new Transcript(
        heard.language(),
        heard.languageProbability(),
        heard.duration(),
        segments.stream().map(StoredSegment::segment).toList());
  }
}
