package ai.stt.model.whisper;

import ai.stt.speech.transcript.Segment;
import ai.stt.speech.transcript.Word;
import java.util.ArrayList;
import java.util.List;

/**
 * The recording's clock, as seen from a window.
 *
 * @param offset where the window starts, in seconds
 * @param from what is taken already ends here, in seconds
 * @param to the window ends here, in seconds
 */
record Clock(double offset, double from, double to) {
  /** The segment, from the start of its first word to the end of its last. */
  Segment segment(SpokenSegments.Spoken spoken) {
    List<Word> words = new ArrayList<>();
    for (TimedWord word : spoken.words()) {
      words.add(
          new Word(word.text(), at(word.startMs()), at(word.endMs()), word.confidence(), null));
    }
    return new Segment(
        words.getFirst().start(),
        words.getLast().end(),
        spoken.text(),
        spoken.confidence(),
        words,
        null);
  }

  /** To the millisecond; order is kept, since each step keeps it. */
  private double at(long ms) {
    double seconds = Math.round((offset + ms / 1000.0) * 1000) / 1000.0;
    return Math.clamp(seconds, Math.min(from, to), to);
  }
}
