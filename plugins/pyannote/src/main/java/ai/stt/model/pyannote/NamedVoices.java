package ai.stt.model.pyannote;

import java.util.Arrays;
import java.util.List;

/**
 * Who the voices of a window are: each turn of a voice is the speaker of the phrases in it, and a
 * little the one of that voice's other turns. A turn whose phrases change the speaker is cut there.
 */
final class NamedVoices {
  private static final int NOBODY = -1;

  /** The print of a shorter phrase, as the end of a window may leave one, tells little. */
  private static final double SHORT_SECONDS = 0.5;

  /** How much a frame of the voice's other turns counts beside one of the turn itself. */
  private static final double COMPANY = 0.2;

  private final Window window;
  private final int[] known;
  private final int speakers;

  /**
   * @param known the speaker of each frame of the recording, where somebody speaks alone
   */
  NamedVoices(Window window, int[] known, int speakers) {
    this.window = window;
    this.known = known;
    this.speakers = speakers;
  }

  /** The speaker of each frame of the recording that lies in a phrase, else -1. */
  static int[] known(List<Phrase> phrases, Speakers speakers) {
    int[] known = new int[phrases.stream().mapToInt(Phrase::end).max().orElse(0)];
    Arrays.fill(known, NOBODY);
    for (int i = 0; i < phrases.size(); i++) {
      Arrays.fill(known, phrases.get(i).start(), phrases.get(i).end(), speakers.of()[i]);
    }
    phrases.stream().filter(p -> p.seconds() < SHORT_SECONDS).forEach(p -> join(p, known));
    return known;
  }

  /** Of a phrase without a pause to the next one, or to the one before, the speaker is the same. */
  private static void join(Phrase phrase, int[] known) {
    int next = phrase.end() < known.length ? known[phrase.end()] : NOBODY;
    int before = phrase.start() > 0 ? known[phrase.start() - 1] : NOBODY;
    int speaker = next == NOBODY ? before : next;
    if (speaker != NOBODY) {
      Arrays.fill(known, phrase.start(), phrase.end(), speaker);
    }
  }

  /** The speaker whom a voice is in each frame of the window; -1 where it is silent or unknown. */
  int[] of(int voice) {
    int[] names = new int[window.frames()];
    Arrays.fill(names, NOBODY);
    double[] company = new double[speakers];
    for (int frame = 0; frame < names.length; frame++) {
      if (window.alone(frame, voice) && known(frame) >= 0) {
        company[known(frame)] += COMPANY;
      }
    }
    for (int frame = 0; frame < names.length; ) {
      int end = frame + 1;
      if (window.speaks(frame, voice)) {
        end = endOfPart(voice, frame);
        Arrays.fill(names, frame, end, speaker(voice, frame, end, company));
      }
      frame = end;
    }
    return names;
  }

  /** Where the voice falls silent or its phrases change the speaker. */
  private int endOfPart(int voice, int start) {
    int now = NOBODY;
    int frame = start;
    for (; frame < window.frames() && window.speaks(frame, voice); frame++) {
      int next = window.alone(frame, voice) ? known(frame) : NOBODY;
      if (next >= 0 && now >= 0 && next != now) {
        break;
      }
      now = next >= 0 ? next : now;
    }
    return frame;
  }

  private int speaker(int voice, int start, int end, double[] company) {
    double[] scores = company.clone();
    for (int frame = start; frame < end; frame++) {
      if (window.alone(frame, voice) && known(frame) >= 0) {
        scores[known(frame)]++;
      }
    }
    int best = 0;
    for (int i = 1; i < speakers; i++) {
      best = scores[i] > scores[best] ? i : best;
    }
    return scores[best] > 0 ? best : NOBODY;
  }

  private int known(int frame) {
    int at = window.firstFrame() + frame;
    return at < known.length ? known[at] : NOBODY;
  }
}
