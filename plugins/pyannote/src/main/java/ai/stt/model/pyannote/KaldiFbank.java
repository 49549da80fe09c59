package ai.stt.model.pyannote;

import java.util.Arrays;

/**
 * Log mel energies as Kaldi computes them (feature-fbank.cc, with its defaults): frames of 25 ms
 * every 10 ms without the incomplete last one, mean removed, pre-emphasis 0.97, Povey window, power
 * spectrum of 512 points, 80 triangles between 20 Hz and 8 kHz, natural logarithm, no dither.
 * Samples are in [-1, 1]. Not thread-safe.
 */
final class KaldiFbank {
  static final int MELS = 80;
  static final int FRAME_SAMPLES = 400;
  static final int SHIFT_SAMPLES = 160;

  private static final int POINTS = 512;
  private static final double LOW_HZ = 20;
  private static final double HIGH_HZ = 8000;
  private static final double BIN_HZ = 16_000.0 / POINTS;

  /** The smallest energy: float's epsilon. */
  private static final double FLOOR = Math.ulp(1f);

  private final double[] window = new double[FRAME_SAMPLES];
  private final double[] cosines = new double[POINTS / 2];
  private final double[] sines = new double[POINTS / 2];
  private final int[] firstBins = new int[MELS];
  private final float[][] weights = new float[MELS][];
  private final double[] real = new double[POINTS];
  private final double[] imaginary = new double[POINTS];
  private final double[] power = new double[POINTS / 2];

  KaldiFbank() {
    for (int i = 0; i < FRAME_SAMPLES; i++) {
      double hann = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / (FRAME_SAMPLES - 1));
      window[i] = Math.pow(hann, 0.85);
    }
    for (int i = 0; i < POINTS / 2; i++) {
      cosines[i] = Math.cos(2 * Math.PI * i / POINTS);
      sines[i] = -Math.sin(2 * Math.PI * i / POINTS);
    }
    double low = mel(LOW_HZ);
    double step = (mel(HIGH_HZ) - low) / (MELS + 1);
    for (int mel = 0; mel < MELS; mel++) {
      triangle(mel, low + mel * step, step);
    }
  }

  /** Triangles are linear in mel, not in Hz. */
  private void triangle(int mel, double left, double step) {
    int first = -1;
    float[] slopes = new float[POINTS / 2];
    int count = 0;
    for (int bin = 0; bin < POINTS / 2; bin++) {
      double at = mel(bin * BIN_HZ);
      double weight = Math.min((at - left) / step, (left + 2 * step - at) / step);
      if (weight > 0) {
        first = first < 0 ? bin : first;
        slopes[count++] = (float) weight;
      }
    }
    firstBins[mel] = Math.max(first, 0);
    weights[mel] = Arrays.copyOf(slopes, count);
  }

  private static double mel(double hz) {
    return 1127 * Math.log(1 + hz / 700);
  }

  /** [frames, 80] of the samples from {@code start} to {@code end}. */
  float[] compute(float[] samples, int start, int end) {
    int frames = Math.max(0, 1 + Math.floorDiv(end - start - FRAME_SAMPLES, SHIFT_SAMPLES));
    float[] features = new float[frames * MELS];
    for (int frame = 0; frame < frames; frame++) {
      load(samples, start + frame * SHIFT_SAMPLES);
      transform();
      for (int bin = 0; bin < power.length; bin++) {
        power[bin] = real[bin] * real[bin] + imaginary[bin] * imaginary[bin];
      }
      for (int mel = 0; mel < MELS; mel++) {
        double energy = 0;
        for (int i = 0; i < weights[mel].length; i++) {
          energy += weights[mel][i] * power[firstBins[mel] + i];
        }
        features[frame * MELS + mel] = (float) Math.log(Math.max(energy, FLOOR));
      }
    }
    return features;
  }

  private void load(float[] samples, int start) {
    double mean = 0;
    for (int i = 0; i < FRAME_SAMPLES; i++) {
      mean += samples[start + i];
    }
    mean /= FRAME_SAMPLES;
    double before = samples[start] - mean;
    for (int i = 0; i < FRAME_SAMPLES; i++) {
      double now = samples[start + i] - mean;
      real[i] = (now - 0.97 * before) * window[i];
      before = now;
    }
    Arrays.fill(real, FRAME_SAMPLES, POINTS, 0);
    Arrays.fill(imaginary, 0);
  }

  /** The fast Fourier transform in place: Cooley and Tukey, radix 2. */
  private void transform() {
    for (int i = 1, j = 0; i < POINTS; i++) {
      int bit = POINTS >> 1;
      for (; (j & bit) != 0; bit >>= 1) {
        j ^= bit;
      }
      j ^= bit;
      if (i < j) {
        double swap = real[i];
        real[i] = real[j];
        real[j] = swap;
      }
    }
    for (int half = 1; half < POINTS; half *= 2) {
      int stride = POINTS / (2 * half);
      for (int block = 0; block < POINTS; block += 2 * half) {
        for (int k = 0; k < half; k++) {
          butterfly(block + k, block + k + half, cosines[k * stride], sines[k * stride]);
        }
      }
    }
  }

  private void butterfly(int a, int b, double cosine, double sine) {
    double re = real[b] * cosine - imaginary[b] * sine;
    double im = real[b] * sine + imaginary[b] * cosine;
    real[b] = real[a] - re;
    imaginary[b] = imaginary[a] - im;
    real[a] += re;
    imaginary[a] += im;
  }
}
