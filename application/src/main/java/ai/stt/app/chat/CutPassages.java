package ai.stt.app.chat;

import ai.stt.platform.transcript.StoredSegment;
import ai.stt.speech.transcript.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Cuts a transcript into passages that are long enough to mean something and short enough for the
 * embedding model. A passage begins with the last segment of the one before, when that is short.
 */
public final class CutPassages {
  /** UTF-16 code units from which on a passage is long enough. */
  private static final int ENOUGH = 400;

  /** And when another speaker begins. */
  private static final int ENOUGH_FOR_A_TURN = 200;

  private static final double LONGEST_SECONDS = 60;
  private static final int SHORT_SEGMENT = 160;

  private CutPassages() {}

  /** The passages of segments, in their order. */
  public static List<Passage> of(List<StoredSegment> segments) {
    List<Passage> passages = new ArrayList<>();
    List<StoredSegment> current = new ArrayList<>();
    boolean news = false;
    for (StoredSegment next : segments) {
      if (!current.isEmpty() && isWhole(current, next)) {
        passages.add(passage(current));
        StoredSegment last = current.getLast();
        current.clear();
        if (last.segment().text().length() <= SHORT_SEGMENT) {
          current.add(last);
        }
      }
      current.add(next);
      news = true;
    }
    if (news) {
      passages.add(passage(current));
    }
    return passages;
  }

  private static boolean isWhole(List<StoredSegment> current, StoredSegment next) {
    int length = current.stream().mapToInt(stored -> stored.segment().text().length()).sum();
    Segment last = current.getLast().segment();
    boolean turn = !Objects.equals(last.speaker(), next.segment().speaker());
    double lasts = next.segment().end() - current.getFirst().segment().start();
    return length >= ENOUGH
        || (turn && length >= ENOUGH_FOR_A_TURN)
        || (lasts > LONGEST_SECONDS && current.size() > 1);
  }

  private static Passage passage(List<StoredSegment> segments) {
    StoredSegment first = segments.getFirst();
    var text = new StringBuilder();
    String speaker = first.segment().speaker();
    for (StoredSegment stored : segments) {
      if (!text.isEmpty()) {
        text.append(' ');
      }
      String now = stored.segment().speaker();
      if (now != null && !now.equals(speaker)) {
        text.append(now).append(": ");
      }
      speaker = now;
      text.append(stored.segment().text());
    }
    return new Passage(
        first.id(),
        first.order(),
        first.segment().start(),
        first.segment().speaker(),
        text.toString());
  }
}
