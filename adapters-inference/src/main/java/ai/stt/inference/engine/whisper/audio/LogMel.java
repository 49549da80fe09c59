package ai.stt.inference.engine.whisper.audio;

import java.util.Arrays;

/**
 * The logarithmic mel spectrogram of {@code whisper.audio.log_mel_spectrogram} (openai/whisper):
 * 400 samples under a Hann window each 10 ms, power, mel filters, logarithm, all that is 80 dB
 * under the loudest cut off, and scaled. Thread-safe.
 */
public final class LogMel {
  /** Samples from one frame to the next: 10 ms. */
  public static final int HOP_SAMPLES = 160;

  private static final int BINS = Fourier.POINTS / 2 + 1;
  private static final int HALF = Fourier.POINTS / 2;

  /** Transforms at once; each holds two frames, one as its real and one as its imaginary part. */
  private static final int SIGNALS = 16;

  private static final double FLOOR = 1e-10;
  private static final double RANGE = 8;
  private static final double SHIFT = 4;

  private final int mels;
  private final float[] filters;
  private final int[] firstBins;
  private final int[] endBins;
  private final double[] hann = new double[Fourier.POINTS];

  /**
   * A spectrogram.
   *
   * @param filters {@code [mels * 201]}, one filter after the other
   */
  public LogMel(float[] filters) {
    this.mels = filters.length / BINS;
    this.filters = filters.clone();
    this.firstBins = new int[mels];
    this.endBins = new int[mels];
    for (int mel = 0; mel < mels; mel++) {
      firstBins[mel] = BINS;
      for (int bin = 0; bin < BINS; bin++) {
        if (filters[mel * BINS + bin] != 0) {
          firstBins[mel] = Math.min(firstBins[mel], bin);
          endBins[mel] = bin + 1;
        }
      }
    }
    for (int i = 0; i < hann.length; i++) {
      hann[i] = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / hann.length);
    }
  }

  /**
   * The spectrogram of a window with silence behind it.
   *
   * @param samples at least one, and at most as many as the frames cover
   * @return {@code [mels * frames]}
   */
  public float[] of(float[] samples, int frames) {
    float[] result = new float[mels * frames];
    Arrays.fill(result, (float) Math.log10(FLOOR));
    var fourier = new Fourier(SIGNALS);
    double[] power = new double[BINS * SIGNALS * 2];
    int sounding = Math.min(frames, Math.ceilDiv(samples.length + HALF, HOP_SAMPLES));
    for (int frame = 0; frame < sounding; frame += 2 * SIGNALS) {
      cut(samples, frame, fourier);
      fourier.transform();
      power(fourier, power);
      filter(power, frame, Math.min(frames, frame + 2 * SIGNALS), frames, result);
    }
    scale(result);
    return result;
  }

  private void cut(float[] samples, int frame, Fourier fourier) {
    for (int i = 0; i < Fourier.POINTS; i++) {
      for (int s = 0; s < SIGNALS; s++) {
        int at = (frame + 2 * s) * HOP_SAMPLES + i - HALF;
        fourier.real()[i * SIGNALS + s] = hann[i] * sample(samples, at);
        fourier.imaginary()[i * SIGNALS + s] = hann[i] * sample(samples, at + HOP_SAMPLES);
      }
    }
  }

  /** Before the start the sound is mirrored; behind the end there is silence. */
  private static float sample(float[] samples, int at) {
    int index = Math.abs(at);
    return index < samples.length ? samples[index] : 0;
  }

  /** The transforms of two real signals, out of that of their complex sum. */
  private static void power(Fourier fourier, double[] power) {
    double[] re = fourier.real();
    double[] im = fourier.imaginary();
    for (int bin = 0; bin < BINS; bin++) {
      int at = bin * SIGNALS;
      int mirror = (Fourier.POINTS - bin) % Fourier.POINTS * SIGNALS;
      int to = bin * SIGNALS * 2;
      for (int s = 0; s < SIGNALS; s++) {
        double evenRe = re[at + s] + re[mirror + s];
        double evenIm = im[at + s] - im[mirror + s];
        double oddRe = im[at + s] + im[mirror + s];
        double oddIm = re[at + s] - re[mirror + s];
        power[to + s] = (evenRe * evenRe + evenIm * evenIm) / 4;
        power[to + SIGNALS + s] = (oddRe * oddRe + oddIm * oddIm) / 4;
      }
    }
  }

  private void filter(double[] power, int frame, int end, int frames, float[] result) {
    double[] sums = new double[2 * SIGNALS];
    for (int mel = 0; mel < mels; mel++) {
      Arrays.fill(sums, 0);
      for (int bin = firstBins[mel]; bin < endBins[mel]; bin++) {
        double weight = filters[mel * BINS + bin];
        int at = bin * 2 * SIGNALS;
        for (int s = 0; s < sums.length; s++) {
          sums[s] += weight * power[at + s];
        }
      }
      for (int at = frame; at < end; at++) {
        int offset = at - frame;
        double sum = sums[offset % 2 * SIGNALS + offset / 2];
        result[mel * frames + at] = (float) Math.log10(Math.max(sum, FLOOR));
      }
    }
  }

  private static void scale(float[] result) {
    float most = Float.NEGATIVE_INFINITY;
    for (float value : result) {
      most = Math.max(most, value);
    }
    float least = (float) (most - RANGE);
    for (int i = 0; i < result.length; i++) {
      result[i] = (float) ((Math.max(result[i], least) + SHIFT) / SHIFT);
    }
  }
}
