package ai.stt.model.pyannote;

import ai.stt.plugin.engine.OnnxSession;
import ai.stt.plugin.engine.OnnxTensor;
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
   * Hears a window.
   *
   * @param start its first sample in the recording
   * @param heard samples of the recording; frames behind it are left out
   */
  Window hear(long start, float[] samples, long heard) {
    OnnxTensor input = OnnxTensor.of(samples.clone(), 1, 1, samples.length);
    float[] scores = session.run(Map.of("input", input)).floats("output");
    long inside = (heard - start + Window.FRAME_SAMPLES - 1) / Window.FRAME_SAMPLES;
    byte[] voices = new byte[(int) Math.min(inside, scores.length / SETS.length)];
    for (int frame = 0; frame < voices.length; frame++) {
      int best = 0;
      for (int set = 1; set < SETS.length; set++) {
        if (scores[frame * SETS.length + set] > scores[frame * SETS.length + best]) {
          best = set;
        }
      }
      voices[frame] = SETS[best];
    }
    return new Window(Math.toIntExact(Math.round(start / (double) Window.FRAME_SAMPLES)), voices);
  }
}
