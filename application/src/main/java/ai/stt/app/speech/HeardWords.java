package ai.stt.app.speech;

import ai.stt.speech.transcript.Segment;
import ai.stt.speech.transcript.Transcript;
import ai.stt.speech.transcript.Word;
import java.util.ArrayList;
import java.util.List;

/** The last check against invention: a word at a time when nobody can have spoken is dropped. */
final class HeardWords {
  /** Word times may be off by so many seconds. */
  private static final double MARGIN = 0.5;

  /** Quiet and distant speech stays above it, silence, noise and tones below. */
  private static final double LEAST_PROBABILITY = 0.2;

  private HeardWords() {}

  static Transcript check(Transcript transcript, SpeechTrack track) {
    List<Segment> kept = new ArrayList<>();
    for (Segment segment : transcript.segments()) {
      if (segment.words().isEmpty()) {
        if (heard(track, segment.start(), segment.end())) {
          kept.add(segment);
        }
        continue;
      }
      List<Integer> words = new ArrayList<>();
      for (int i = 0; i < segment.words().size(); i++) {
        Word word = segment.words().get(i);
        if (heard(track, word.start(), word.end())) {
          words.add(i);
        }
      }
      if (words.size() == segment.words().size()) {
        kept.add(segment);
      } else if (!words.isEmpty()) {
        kept.add(SegmentParts.keep(segment, words));
      }
    }
    return new Transcript(
        transcript.language(), transcript.languageProbability(), transcript.duration(), kept);
  }

  private static boolean heard(SpeechTrack track, double start, double end) {
    return track.highest(start - MARGIN, end + MARGIN) >= LEAST_PROBABILITY;
  }
}
