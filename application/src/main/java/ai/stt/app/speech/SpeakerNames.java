package ai.stt.app.speech;

import ai.stt.speech.diarization.SpeakerTurn;
import ai.stt.speech.transcript.Segment;
import ai.stt.speech.transcript.Transcript;
import ai.stt.speech.transcript.Word;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Gives each word to the speaker whose turns cover most of it, and cuts segments where the speaker
 * changes. Speakers are numbered by their first word.
 *
 * @param transcript with speakers
 * @param turns with the same numbers
 */
record SpeakerNames(Transcript transcript, List<SpeakerTurn> turns) {
  /** A speaker takes a word over from the one before only with clearly more of it. */
  private static final double CLEARLY_MORE = 1.2;

  static SpeakerNames give(Transcript transcript, List<SpeakerTurn> turns) {
    List<Segment> parts = new ArrayList<>();
    List<Integer> speakers = new ArrayList<>();
    int last = 0;
    for (Segment segment : transcript.segments()) {
      if (segment.words().isEmpty()) {
        last = speaker(turns, segment.start(), segment.end(), last);
        parts.add(segment);
        speakers.add(last);
        continue;
      }
      List<Integer> run = new ArrayList<>();
      for (int i = 0; i < segment.words().size(); i++) {
        Word word = segment.words().get(i);
        int now = speaker(turns, word.start(), word.end(), last);
        if (now != last && !run.isEmpty()) {
          parts.add(SegmentParts.keep(segment, run));
          speakers.add(last);
          run = new ArrayList<>();
        }
        run.add(i);
        last = now;
      }
      boolean whole = run.size() == segment.words().size();
      parts.add(whole ? segment : SegmentParts.keep(segment, run));
      speakers.add(last);
    }
    return named(transcript, turns, parts, speakers);
  }

  /** Who has most of the span; who is nearest when nobody has any; 1 when there are no turns. */
  private static int speaker(List<SpeakerTurn> turns, double start, double end, int last) {
    double[] seconds =
        new double[turns.stream().mapToInt(SpeakerTurn::speaker).max().orElse(1) + 1];
    int nearest = 1;
    double least = Double.POSITIVE_INFINITY;
    for (SpeakerTurn turn : turns) {
      seconds[turn.speaker()] += turn.overlap(start, end);
      double away = Math.max(turn.start() - end, start - turn.end());
      if (away < least) {
        least = away;
        nearest = turn.speaker();
      }
    }
    int most = nearest;
    for (int speaker = 1; speaker < seconds.length; speaker++) {
      most = seconds[speaker] > seconds[most] ? speaker : most;
    }
    boolean stays = last > 0 && seconds[last] > 0 && seconds[most] < CLEARLY_MORE * seconds[last];
    return stays ? last : most;
  }

  private static SpeakerNames named(
      Transcript transcript, List<SpeakerTurn> turns, List<Segment> parts, List<Integer> speakers) {
    Set<Integer> appearance = new LinkedHashSet<>(speakers);
    turns.forEach(turn -> appearance.add(turn.speaker()));
    List<Integer> order = List.copyOf(appearance);
    List<Segment> segments = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      segments.add(named(parts.get(i), "Speaker " + (order.indexOf(speakers.get(i)) + 1)));
    }
    return new SpeakerNames(
        new Transcript(
            transcript.language(),
            transcript.languageProbability(),
            transcript.duration(),
            segments),
        turns.stream()
            .map(t -> new SpeakerTurn(t.start(), t.end(), order.indexOf(t.speaker()) + 1))
            .toList());
  }

  private static Segment named(Segment segment, String speaker) {
    return new Segment(
        segment.start(),
        segment.end(),
        segment.text(),
        segment.confidence(),
        segment.words().stream()
            .map(w -> new Word(w.text(), w.start(), w.end(), w.confidence(), speaker))
            .toList(),
        speaker);
  }
}
