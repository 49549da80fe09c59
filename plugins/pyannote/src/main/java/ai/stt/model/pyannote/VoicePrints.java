package ai.stt.model.pyannote;

import ai.stt.plugin.engine.OnnxSession;
import ai.stt.plugin.engine.OnnxTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Finds the phrases of a window and asks CAM++ what each sounds like. One recording, one thread.
 */
final class VoicePrints {
  /** A pause that does not end a phrase. */
  private static final int PAUSE_FRAMES = 18;

  /**
   * A second and a half; a longer phrase is cut, so that two similar voices which the segmentation
   * takes for one can still come apart.
   */
  private static final int LONGEST_FRAMES = 89;

  /** Fewer feature frames tell nothing. */
  private static final int LEAST_FEATURES = 20;

  private final OnnxSession session;
  private final KaldiFbank fbank = new KaldiFbank();

  VoicePrints(OnnxSession session) {
    this.session = session;
  }

  /**
   * Adds the phrases of a part of a window.
   *
   * @param first frame of the part in the window
   * @param last the frame behind it
   */
  void add(int index, Window window, int first, int last, float[] samples, List<Phrase> to) {
    for (int voice = 0; voice < Window.VOICES; voice++) {
      for (int[] run : runs(window, voice)) {
        int start = Math.max(run[0], first);
        int length = Math.min(run[1], last) - start;
        int parts = Math.ceilDiv(length, LONGEST_FRAMES);
        for (int part = 0; part < parts; part++) {
          int from = start + length * part / parts;
          int end = start + length * (part + 1) / parts;
          float[] print = print(samples, from * Window.FRAME_SAMPLES, endSample(samples, end));
          if (print.length > 0) {
            to.add(new Phrase(index, voice, from, end, window.firstFrame() + from, print));
          }
        }
      }
    }
  }

  /** Where the voice speaks alone, across pauses in which no other voice speaks. */
  static List<int[]> runs(Window window, int voice) {
    List<int[]> runs = new ArrayList<>();
    int lastOther = -1;
    for (int frame = 0; frame < window.frames(); frame++) {
      if (window.alone(frame, voice)) {
        int[] last = runs.isEmpty() ? new int[] {-1, -1} : runs.getLast();
        if (last[1] >= 0 && frame - last[1] < PAUSE_FRAMES && lastOther < last[1]) {
          last[1] = frame + 1;
        } else {
          runs.add(new int[] {frame, frame + 1});
        }
      } else if ((window.voices()[frame] & ~(1 << voice)) != 0) {
        lastOther = frame;
      }
    }
    return runs;
  }

  private static int endSample(float[] samples, int frame) {
    return Math.min(samples.length, frame * Window.FRAME_SAMPLES + KaldiFbank.FRAME_SAMPLES);
  }

  /** The embedding of a stretch, of length 1; empty when it is too short or without any sound. */
  float[] print(float[] samples, int start, int end) {
    float[] features = fbank.compute(samples, start, end);
    int frames = features.length / KaldiFbank.MELS;
    if (frames < LEAST_FEATURES) {
      return new float[0];
    }
    subtractMean(features, frames);
    OnnxTensor input = OnnxTensor.of(features, 1, frames, KaldiFbank.MELS);
    return unit(session.run(Map.of("feats", input)).floats("embs"));
  }

  private static void subtractMean(float[] features, int frames) {
    for (int mel = 0; mel < KaldiFbank.MELS; mel++) {
      double sum = 0;
      for (int frame = 0; frame < frames; frame++) {
        sum += features[frame * KaldiFbank.MELS + mel];
      }
      float mean = (float) (sum / frames);
      for (int frame = 0; frame < frames; frame++) {
        features[frame * KaldiFbank.MELS + mel] -= mean;
      }
    }
  }

  private static float[] unit(float[] print) {
    double square = 0;
    for (float value : print) {
      square += (double) value * value;
    }
    float scale = (float) (1 / Math.sqrt(square));
    if (!Float.isFinite(scale)) {
      return new float[0];
    }
    for (int i = 0; i < print.length; i++) {
      print[i] *= scale;
    }
    return print;
  }
}
