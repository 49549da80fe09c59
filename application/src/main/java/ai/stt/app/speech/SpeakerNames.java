package ai.stt.app.speech;

import ai.stt.app.speech.Hearing.Heard;
import ai.stt.app.speech.OneAfterAnother.Part;
import ai.stt.speech.diarization.SpeakerTurn;
import ai.stt.speech.transcript.Segment;
import ai.stt.speech.transcript.Transcript;
import ai.stt.speech.transcript.Word;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives each word to the speaker whose turns cover most of it, and cuts segments where the speaker
 * changes. Speakers are numbered by their first word.
 */
final class SpeakerNames {
  /** In a pause of so many seconds the other line may answer: the segment is cut there. */
  private static final double PAUSE_SECONDS = 0.8;

  private final boolean several;
  private final List<Part> parts = new ArrayList<>();
  private final List<SpeakerTurn> turns = new ArrayList<>();

  private SpeakerNames(boolean several) {
    this.several = several;
  }

  /**
   * Names the speakers of one or more lines, each with words and turns of its own. Of several lines
   * one without turns is a speaker.
   */
  static Heard give(List<Heard> lines) {
    List<SpeakerTurn> only = lines.getFirst().turns();
    if (lines.size() == 1 && only == null) {
      return lines.getFirst();
    }
    var names = new SpeakerNames(lines.size() > 1);
    for (Heard line : lines) {
      List<SpeakerTurn> own = line.turns();
      names.add(line.transcript(), own == null ? oneSpeaker(line.transcript()) : own);
    }
    names.turns.sort(Comparator.comparingDouble(SpeakerTurn::start));
    Transcript most = lines.getFirst().transcript();
    for (Heard line : lines) {
      most = words(line.transcript()) > words(most) ? line.transcript() : most;
    }
    return names.heard(most);
  }

  private static List<SpeakerTurn> oneSpeaker(Transcript transcript) {
    return transcript.segments().stream()
        .filter(segment -> segment.end() > segment.start())
        .map(segment -> new SpeakerTurn(segment.start(), segment.end(), 1))
        .toList();
  }

  private static long words(Transcript transcript) {
    return transcript.segments().stream().mapToLong(s -> Math.max(1, s.words().size())).sum();
  }

  private void add(Transcript transcript, List<SpeakerTurn> own) {
    int others = turns.stream().mapToInt(SpeakerTurn::speaker).max().orElse(0);
    others = Math.max(others, parts.stream().mapToInt(Part::speaker).max().orElse(0));
    for (SpeakerTurn turn : own) {
      turns.add(new SpeakerTurn(turn.start(), turn.end(), others + turn.speaker()));
    }
    var spoken = new SpokenTurns(own);
    int last = 0;
    for (Segment segment : transcript.segments()) {
      last = cut(segment, spoken, last, others);
    }
  }

  /** Adds the parts of a segment; gives who had the last one. */
  private int cut(Segment segment, SpokenTurns spoken, int before, int others) {
    int last = before;
    if (segment.words().isEmpty()) {
      last = spoken.speaker(segment.start(), segment.end(), last);
      parts.add(new Part(segment, others + last));
      return last;
    }
    List<Integer> run = new ArrayList<>();
    for (int i = 0; i < segment.words().size(); i++) {
      Word word = segment.words().get(i);
      int now = spoken.speaker(word.start(), word.end(), last);
      if (!run.isEmpty() && (now != last || isPause(segment, i))) {
        parts.add(new Part(SegmentParts.keep(segment, run), others + last));
        run = new ArrayList<>();
      }
      run.add(i);
      last = now;
    }
    boolean whole = run.size() == segment.words().size();
    parts.add(new Part(whole ? segment : SegmentParts.keep(segment, run), others + last));
    return last;
  }

  private boolean isPause(Segment segment, int word) {
    double before = segment.words().get(word - 1).end();
    return several && segment.words().get(word).start() - before >= PAUSE_SECONDS;
  }

  private Heard heard(Transcript of) {
    List<Part> parts = OneAfterAnother.of(this.parts);
    Map<Integer, Integer> order = new HashMap<>();
    parts.forEach(part -> order.putIfAbsent(part.speaker(), order.size() + 1));
    turns.forEach(turn -> order.putIfAbsent(turn.speaker(), order.size() + 1));
    List<Segment> segments = new ArrayList<>();
    for (Part part : parts) {
      String speaker = "Speaker " + order.get(part.speaker());
      segments.add(named(part.segment(), speaker));
    }
    List<SpeakerTurn> numbered = new ArrayList<>();
    for (SpeakerTurn turn : turns) {
      int speaker = order.getOrDefault(turn.speaker(), turn.speaker());
      numbered.add(new SpeakerTurn(turn.start(), turn.end(), speaker));
    }
    var transcript =
        new Transcript(of.language(), of.languageProbability(), of.duration(), segments);
    return new Heard(transcript, numbered);
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
