package ai.stt.app.speech;

import ai.stt.speech.diarization.SpeakerTurn;
import ai.stt.speech.transcript.Segment;
import ai.stt.speech.transcript.Transcript;
import ai.stt.speech.transcript.Word;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gives each word to the speaker whose turns cover most of it, and cuts segments where the speaker
 * changes. Speakers are numbered by their first word.
 *
 * @param transcript with speakers
 * @param turns with the same numbers
 */
record SpeakerNames(Transcript transcript, List<SpeakerTurn> turns) {
  static SpeakerNames give(Transcript transcript, List<SpeakerTurn> turns) {
    List<Segment> parts = new ArrayList<>();
    List<Integer> speakers = new ArrayList<>();
    var spoken = new SpokenTurns(turns);
    int last = 0;
    for (Segment segment : transcript.segments()) {
      if (segment.words().isEmpty()) {
        last = spoken.speaker(segment.start(), segment.end(), last);
        parts.add(segment);
        speakers.add(last);
        continue;
      }
      List<Integer> run = new ArrayList<>();
      for (int i = 0; i < segment.words().size(); i++) {
        Word word = segment.words().get(i);
        int now = spoken.speaker(word.start(), word.end(), last);
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

  private static SpeakerNames named(
      Transcript transcript, List<SpeakerTurn> turns, List<Segment> parts, List<Integer> speakers) {
    Set<Integer> appearance = new LinkedHashSet<>(speakers);
    turns.forEach(turn -> appearance.add(turn.speaker()));
    Map<Integer, Integer> order = new HashMap<>();
    appearance.forEach(speaker -> order.put(speaker, order.size() + 1));
    List<Segment> segments = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      segments.add(named(parts.get(i), "Speaker " + order.get(speakers.get(i))));
    }
    return new SpeakerNames(
        new Transcript(
            transcript.language(),
            transcript.languageProbability(),
            transcript.duration(),
            segments),
        turns.stream()
            .map(t -> new SpeakerTurn(t.start(), t.end(), order.getOrDefault(t.speaker(), 1)))
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
