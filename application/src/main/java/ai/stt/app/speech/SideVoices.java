package ai.stt.app.speech;

import ai.stt.app.speech.SidedSource.Sides;
import java.util.Arrays;

/**
 * Tells whether the sides of a recording are two lines with a voice each, as a call center records
 * them: nearly always when somebody speaks, one side is far louder. One thread.
 */
final class SideVoices {
  /** 20 ms at 16 kHz. */
  private static final int BLOCK = 320;

  /** Power of a side over the other's: 10 dB, more than a line leaks or a room reaches. */
  private static final double FAR_LOUDER = 10;

  /** Mean square of what may be speech: -50 dB of full scale. */
  private static final double LEAST_POWER = 1e-5;

  private static final double MOST_OF_THE_TIME = 0.8;

  /** A second of sound on each side. */
  private static final int LEAST_BLOCKS = 50;

  private int sounding;
  private int left;
  private int right;

  void add(Sides sides) {
    for (int at = 0; at + BLOCK <= sides.left().length; at += BLOCK) {
      double l = power(sides.left(), at, BLOCK);
      double r = power(sides.right(), at, BLOCK);
      if (Math.max(l, r) >= LEAST_POWER) {
        sounding++;
        left += l > FAR_LOUDER * r ? 1 : 0;
        right += r > FAR_LOUDER * l ? 1 : 0;
      }
    }
  }

  boolean apart() {
    return Math.min(left, right) >= LEAST_BLOCKS && left + right >= MOST_OF_THE_TIME * sounding;
  }

  /** The sides without what one leaks into the other. */
  static Sides unmixed(Sides sides) {
    float[] l = sides.left().clone();
    float[] r = sides.right().clone();
    for (int at = 0; at < l.length; at += BLOCK) {
      int length = Math.min(BLOCK, l.length - at);
      double ofLeft = power(l, at, length);
      double ofRight = power(r, at, length);
      if (ofLeft > FAR_LOUDER * ofRight) {
        Arrays.fill(r, at, at + length, 0);
      } else if (ofRight > FAR_LOUDER * ofLeft) {
        Arrays.fill(l, at, at + length, 0);
      }
    }
    return new Sides(l, r);
  }

  private static double power(float[] samples, int at, int length) {
    double sum = 0;
    for (int i = at; i < at + length; i++) {
      sum += (double) samples[i] * samples[i];
    }
    return sum / length;
  }
}
