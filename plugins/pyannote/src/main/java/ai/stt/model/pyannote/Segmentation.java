package ai.stt.model.pyannote;

import ai.stt.plugin.engine.OnnxSession;
import ai.stt.plugin.engine.OnnxTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * pyannote's speaker segmentation 3.0: [1, 1, samples] to [1, frames, 7], scores of the sets of
 * voices that may speak (Plaquet and Bredin, "Powerset multi-class cross entropy loss for neural
 * speaker diarization", Interspeech 2023).
 */
final class Segmentation {
  /** The sets in the order of the scores, as bits. */
  private static final byte[] SETS = {0b000, 0b001, 0b010, 0b100, 0b011, 0b101, 0b110};

  private final OnnxSession session;

  Segmentation(OnnxSession session) {
    this.session = session;
  }

  /**
   * Hears windows of one length in one run: together they take two thirds of the time.
   *
   * @param heard samples of the recording; frames behind it are left out
   */
  List<Window> hear(List<Windows.Sound> sounds, long heard) {
    int samples = sounds.getFirst().samples().length;
    float[] all = new float[sounds.size() * samples];
    for (int i = 0; i < sounds.size(); i++) {
      System.arraycopy(sounds.get(i).samples(), 0, all, i * samples, samples);
    }
    OnnxTensor input = OnnxTensor.of(all, sounds.size(), 1, samples);
    float[] scores = session.run(Map.of("input", input)).floats("output");
    List<Window> windows = new ArrayList<>();
    int each = scores.length / sounds.size();
    for (int i = 0; i < sounds.size(); i++) {
      windows.add(window(sounds.get(i).start(), scores, i * each, each / SETS.length, heard));
    }
    return windows;
  }

  private static Window window(long start, float[] scores, int from, int frames, long heard) {
    long inside = (heard - start + Window.FRAME_SAMPLES - 1) / Window.FRAME_SAMPLES;
    byte[] voices = new byte[(int) Math.min(inside, frames)];
    for (int frame = 0; frame < voices.length; frame++) {
      int at = from + frame * SETS.length;
      int best = 0;
      for (int set = 1; set < SETS.length; set++) {
        best = scores[at + set] > scores[at + best] ? set : best;
      }
      voices[frame] = SETS[best];
    }
    return new Window(Math.toIntExact(Math.round(start / (double) Window.FRAME_SAMPLES)), voices);
  }
}
