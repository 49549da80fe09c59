package ai.stt.speech.diarization;

/**
 * A span in which one speaker speaks. Turns of different speakers may overlap.
 *
 * @param start seconds from the start of the recording
 * @param end seconds, after {@code start}
 * @param speaker 1 for who is heard first, 2 for the next, and so on
 */
public record SpeakerTurn(double start, double end, int speaker) {
  /** Checks the times and the number. */
  public SpeakerTurn {
    if (!(start >= 0) || !(end > start) || Double.isInfinite(end)) {
      throw new IllegalArgumentException("not a time span: " + start + " to " + end);
    }
    if (speaker < 1) {
      throw new IllegalArgumentException("speakers are counted from 1: " + speaker);
    }
  }

  /** What the speaker is called in answers: {@code Speaker 1}. */
  public String label() {
    return "Speaker " + speaker;
  }

  /** Seconds of this turn that lie between two times. */
  public double overlap(double from, double to) {
    return Math.max(0, Math.min(end, to) - Math.max(start, from));
  }
}
