package ai.stt.plugin.signal;

import java.util.ArrayList;
import java.util.List;

/**
 * The discrete Fourier transform of complex numbers, for lengths made of the factors 2, 3 and 5:
 * Stockham's self-sorting algorithm with mixed radices (4 first), as in C. Van Loan, Computational
 * Frameworks for the Fast Fourier Transform, 1992. One thread at a time.
 */
final class ComplexFft {
  private static final int[] RADICES = {4, 2, 3, 5};

  private final int size;
  private final Stage[] stages;
  private final float[] otherRe;
  private final float[] otherIm;

  /**
   * One pass over all numbers.
   *
   * @param radix points that are combined
   * @param groups transforms of this length that are left to do, each of {@code size / groups}
   * @param stride distance of numbers that belong to one transform
   * @param cos of the twiddle factors, {@code [group][1..radix-1]}
   */
  @SuppressWarnings("ArrayRecordComponent") // tables; equality is never asked for
  private record Stage(
      int radix,
      int groups,
      int stride,
      float[] cos,
      float[] sin,
      float[] rootCos,
      float[] rootSin) {
    static Stage of(int radix, int length, int stride) {
      int groups = length / radix;
      float[] cos = new float[groups * radix];
      float[] sin = new float[groups * radix];
      for (int group = 0; group < groups; group++) {
        for (int k = 0; k < radix; k++) {
          double angle = -2 * Math.PI * group * k / length;
          cos[group * radix + k] = (float) Math.cos(angle);
          sin[group * radix + k] = (float) Math.sin(angle);
        }
      }
      float[] rootCos = new float[radix];
      float[] rootSin = new float[radix];
      for (int k = 0; k < radix; k++) {
        rootCos[k] = (float) Math.cos(-2 * Math.PI * k / radix);
        rootSin[k] = (float) Math.sin(-2 * Math.PI * k / radix);
      }
      return new Stage(radix, groups, stride, cos, sin, rootCos, rootSin);
    }
  }

  ComplexFft(int size) {
    this.size = size;
    this.otherRe = new float[size];
    this.otherIm = new float[size];
    List<Stage> plan = new ArrayList<>();
    int length = size;
    int stride = 1;
    for (int radix : RADICES) {
      while (length % radix == 0) {
        plan.add(Stage.of(radix, length, stride));
        length /= radix;
        stride *= radix;
      }
    }
    if (length != 1) {
      throw new IllegalArgumentException("a length with factors other than 2, 3 and 5: " + size);
    }
    this.stages = plan.toArray(Stage[]::new);
  }

  /** Transforms in place, without a factor. */
  void forward(float[] re, float[] im) {
    float[] fromRe = re;
    float[] fromIm = im;
    float[] toRe = otherRe;
    float[] toIm = otherIm;
    for (Stage stage : stages) {
      switch (stage.radix) {
        case 4 -> four(stage, fromRe, fromIm, toRe, toIm);
        case 2 -> two(stage, fromRe, fromIm, toRe, toIm);
        default -> any(stage, fromRe, fromIm, toRe, toIm);
      }
      float[] spareRe = fromRe;
      float[] spareIm = fromIm;
      fromRe = toRe;
      fromIm = toIm;
      toRe = spareRe;
      toIm = spareIm;
    }
    if (stages.length % 2 != 0) { // the last pass wrote into the other arrays
      System.arraycopy(fromRe, 0, re, 0, size);
      System.arraycopy(fromIm, 0, im, 0, size);
    }
  }

  private static void two(Stage stage, float[] re, float[] im, float[] toRe, float[] toIm) {
    int stride = stage.stride;
    int far = stage.groups * stride;
    for (int group = 0; group < stage.groups; group++) {
      float wr = stage.cos[group * 2 + 1];
      float wi = stage.sin[group * 2 + 1];
      for (int q = 0; q < stride; q++) {
        int a = group * stride + q;
        int out = group * 2 * stride + q;
        float dr = re[a] - re[a + far];
        float di = im[a] - im[a + far];
        toRe[out] = re[a] + re[a + far];
        toIm[out] = im[a] + im[a + far];
        toRe[out + stride] = dr * wr - di * wi;
        toIm[out + stride] = dr * wi + di * wr;
      }
    }
  }

  private static void four(Stage stage, float[] re, float[] im, float[] toRe, float[] toIm) {
    int stride = stage.stride;
    int far = stage.groups * stride;
    float[] cos = stage.cos;
    float[] sin = stage.sin;
    for (int group = 0; group < stage.groups; group++) {
      int w = group * 4;
      for (int q = 0; q < stride; q++) {
        int a = group * stride + q;
        int b = a + far;
        int c = b + far;
        int d = c + far;
        float sumAcRe = re[a] + re[c];
        float sumAcIm = im[a] + im[c];
        float difAcRe = re[a] - re[c];
        float difAcIm = im[a] - im[c];
        float sumBdRe = re[b] + re[d];
        float sumBdIm = im[b] + im[d];
        float difBdRe = im[b] - im[d]; // times -i
        float difBdIm = re[d] - re[b];
        int out = group * 4 * stride + q;
        toRe[out] = sumAcRe + sumBdRe;
        toIm[out] = sumAcIm + sumBdIm;
        float r = difAcRe + difBdRe;
        float i = difAcIm + difBdIm;
        toRe[out + stride] = r * cos[w + 1] - i * sin[w + 1];
        toIm[out + stride] = r * sin[w + 1] + i * cos[w + 1];
        r = sumAcRe - sumBdRe;
        i = sumAcIm - sumBdIm;
        toRe[out + 2 * stride] = r * cos[w + 2] - i * sin[w + 2];
        toIm[out + 2 * stride] = r * sin[w + 2] + i * cos[w + 2];
        r = difAcRe - difBdRe;
        i = difAcIm - difBdIm;
        toRe[out + 3 * stride] = r * cos[w + 3] - i * sin[w + 3];
        toIm[out + 3 * stride] = r * sin[w + 3] + i * cos[w + 3];
      }
    }
  }

  private static void any(Stage stage, float[] re, float[] im, float[] toRe, float[] toIm) {
    int radix = stage.radix;
    int stride = stage.stride;
    int far = stage.groups * stride;
    for (int group = 0; group < stage.groups; group++) {
      for (int q = 0; q < stride; q++) {
        int a = group * stride + q;
        int out = group * radix * stride + q;
        for (int k = 0; k < radix; k++) {
          float r = 0;
          float i = 0;
          for (int j = 0; j < radix; j++) {
            int root = j * k % radix;
            float x = re[a + j * far];
            float y = im[a + j * far];
            r += x * stage.rootCos[root] - y * stage.rootSin[root];
            i += x * stage.rootSin[root] + y * stage.rootCos[root];
          }
          float wr = stage.cos[group * radix + k];
          float wi = stage.sin[group * radix + k];
          toRe[out + k * stride] = r * wr - i * wi;
          toIm[out + k * stride] = r * wi + i * wr;
        }
      }
    }
  }
}
