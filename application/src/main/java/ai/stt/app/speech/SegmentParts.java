package ai.stt.app.speech;

import ai.stt.speech.transcript.Segment;
import ai.stt.speech.transcript.Word;
import java.util.ArrayList;
import java.util.List;

/** Cuts segments between words, so that the text is spaced and punctuated as it was. */
final class SegmentParts {
  private SegmentParts() {}

  /** The segment with only the words of these indexes, which are in order and at least one. */
  static Segment keep(Segment segment, List<Integer> words) {
    List<String> pieces = pieces(segment);
    var text = new StringBuilder();
    words.forEach(i -> text.append(pieces.get(i)));
    List<Word> kept = words.stream().map(segment.words()::get).toList();
    return new Segment(
        kept.getFirst().start(),
        kept.getLast().end(),
        text.toString().strip(),
        kept.stream().mapToDouble(Word::confidence).average().orElse(segment.confidence()),
        kept,
        segment.speaker());
  }

  /** The text cut in front of each word; together the pieces are the text. */
  private static List<String> pieces(Segment segment) {
    List<Integer> starts = new ArrayList<>();
    int at = 0;
    for (Word word : segment.words()) {
      int found = segment.text().indexOf(word.text(), at);
      if (found < 0) {
        return segment.words().stream().map(other -> other.text() + " ").toList();
      }
      starts.add(found);
      at = found + word.text().length();
    }
    List<String> pieces = new ArrayList<>();
    for (int i = 0; i < starts.size(); i++) {
      int from = i == 0 ? 0 : starts.get(i);
      int to = i + 1 < starts.size() ? starts.get(i + 1) : segment.text().length();
      pieces.add(segment.text().substring(from, to));
    }
    return pieces;
  }
}
