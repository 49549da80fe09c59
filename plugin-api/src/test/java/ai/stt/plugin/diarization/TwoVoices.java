package ai.stt.plugin.diarization;

import ai.stt.plugin.voiceactivity.SpokenSample;
import java.util.Arrays;

/** A conversation of two. */
public final class TwoVoices {
  private TwoVoices() {}

  /** Three seconds a turn: the sample, and the same spoken by a far smaller person. */
  public static float[] conversation(int turns) {
    float[] one = SpokenSample.read();
    float[] all = new float[0];
    for (int turn = 0; turn < turns; turn++) {
      all = join(all, turn % 2 == 0 ? one : higher(one, 1.5));
    }
    return all;
  }

  /** Played faster, and again from the start to the same length. */
  public static float[] higher(float[] samples, double factor) {
    float[] higher = new float[samples.length];
    for (int i = 0; i < higher.length; i++) {
      double at = i * factor % (samples.length - 1);
      int before = (int) at;
      higher[i] =
          (float) (samples[before] + (at - before) * (samples[before + 1] - samples[before]));
    }
    return higher;
  }

  /** One behind the other. */
  public static float[] join(float[] a, float[] b) {
    float[] all = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, all, a.length, b.length);
    return all;
  }
}
