package ai.stt.model.pyannote;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The phrases of a recording, each moment in one of them: a print costs more than a window, so only
 * every second window is asked, for the half in its middle, which it hears best.
 */
final class Phrases {
  private static final int ASKED = 2;

  private static final int MIDDLE_END =
      (Windows.SAMPLES + ASKED * Windows.STEP) / 2 / Window.FRAME_SAMPLES;

  private final VoicePrints prints;
  private final List<Phrase> phrases = new ArrayList<>();
  private int done;

  Phrases(VoicePrints prints) {
    this.prints = prints;
  }

  /**
   * Adds those of a window.
   *
   * @param last whether it is the last one, which is heard to its end
   */
  void add(int index, Window window, float[] samples, boolean last) {
    if (index % ASKED == 0 || last) {
      int end = last ? window.frames() : Math.min(MIDDLE_END, window.frames());
      prints.add(index, window, done - window.firstFrame(), end, samples, phrases);
      done = window.firstFrame() + end;
    }
  }

  List<Phrase> all() {
    return Collections.unmodifiableList(phrases);
  }
}
