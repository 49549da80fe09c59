package ai.stt.app.speech;

import ai.stt.app.speech.SidedSource.Sides;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Tells what the sides of a whole recording are: two lines with a voice each, as a call center
 * records them, or one room. Two lines are told by this: nearly always when somebody speaks, the
 * other side is silent or far softer. What sounds alike and as loud on both, as a greeting or music
 * while one waits, tells nothing; and what a line hisses all the time is no voice. Counts blocks by
 * their levels, so that memory is constant. One thread.
 */
final class SideVoices {
  /** 20 ms at 16 kHz. */
  static final int BLOCK = 320;

  /** More than a line leaks or a room reaches. */
  static final int FAR_LOUDER_DB = 10;

  /** What is alike and by so much louder on one side leaks from there into the other. */
  static final int LOUDER_DB = 3;

  /** Levels are counted in steps of 1 dB below full scale; the last holds all that is softer. */
  private static final int LEVELS = 100;

  /** What is softer is no speech, however silent the line. */
  private static final int LEAST_DB = -50;

  /** How far speech is above what a line hisses. */
  private static final int ABOVE_FLOOR_DB = 10;

  /**
   * A line is silent in so much of the time at least: between words, and while the other speaks.
   */
  private static final double SILENT = 0.05;

  /** Of blocks that are the same but for their level; two voices at once are far from it. */
  private static final double ALIKE = 0.9;

  /** What leaks is not louder by more than this than it is most of the time. */
  private static final int LEAK_MARGIN_DB = 6;

  private static final double MOST_OF_THE_TIME = 0.8;

  /** A second of sound on each side. */
  private static final int LEAST_BLOCKS = 50;

  /** Blocks by the level of the left and the right side, in which the sides are not alike. */
  private final int[][] blocks = new int[LEVELS][LEVELS];

  private final int[] left = new int[LEVELS];
  private final int[] right = new int[LEVELS];
  private int all;
  private int sounding;
  private int opposite;
  private int leaking;

  void add(Sides sides) {
    for (int at = 0; at + BLOCK <= sides.left().length; at += BLOCK) {
      int l = level(sides.left(), at, BLOCK);
      int r = level(sides.right(), at, BLOCK);
      left[-l]++;
      right[-r]++;
      all++;
      int likeness = likeness(sides, at, BLOCK);
      if (likeness == 0) {
        blocks[-l][-r]++;
      }
      if (Math.max(l, r) >= LEAST_DB) {
        sounding++;
        leaking += likeness != 0 && Math.abs(l - r) >= LOUDER_DB ? 1 : 0;
        opposite += likeness < 0 ? 1 : 0;
      }
    }
  }

  /**
   * Whether each side holds mostly the other with its sign changed, so that their mean is silence.
   */
  boolean areOpposite() {
    return opposite >= MOST_OF_THE_TIME * sounding && opposite >= LEAST_BLOCKS;
  }

  /** The two lines; null when the sides are none. */
  @Nullable Lines lines() {
    int leastLeft = leastSpeech(left);
    int leastRight = leastSpeech(right);
    int[] ofLeft = new int[2 * LEVELS];
    int[] ofRight = new int[2 * LEVELS];
    int ones = 0;
    int both = leaking;
    for (int l = 0; l > -LEVELS; l--) {
      for (int r = 0; r > -LEVELS; r--) {
        int count = blocks[-l][-r];
        if (l >= leastLeft && (r < leastRight || l - r >= FAR_LOUDER_DB)) {
          ofLeft[LEVELS + r - l] += count;
          ones += count;
        } else if (r >= leastRight && (l < leastLeft || r - l >= FAR_LOUDER_DB)) {
          ofRight[LEVELS + l - r] += count;
          ones += count;
        } else if (l >= leastLeft) {
          both += count;
        }
      }
    }
    boolean apart = ones >= MOST_OF_THE_TIME * (ones + both);
    return apart && sum(ofLeft) >= LEAST_BLOCKS && sum(ofRight) >= LEAST_BLOCKS
        ? new Lines(leak(ofRight), leak(ofLeft))
        : null;
  }

  private int leastSpeech(int[] levels) {
    int level = LEVELS - 1;
    for (int softer = levels[level]; softer < SILENT * all; softer += levels[level]) {
      level--;
    }
    return Math.max(LEAST_DB, ABOVE_FLOOR_DB - level);
  }

  /** The level up to which a side's sound is the other's, from the difference in most blocks. */
  private static int leak(int[] differences) {
    int at = 0;
    for (int below = differences[0]; 2 * below < sum(differences); below += differences[at]) {
      at++;
    }
    return Math.min(-FAR_LOUDER_DB, at - LEVELS + LEAK_MARGIN_DB);
  }

  private static int sum(int[] counts) {
    return Arrays.stream(counts).sum();
  }

  /** Decibels of full scale, from 0 down. */
  static int level(float[] samples, int at, int length) {
    double power = product(samples, samples, at, length) / length;
    return Math.clamp(Math.round(10 * Math.log10(power + 1e-12)), 1 - LEVELS, 0);
  }

  /** 1 where both sides hold the same, -1 with the other sign, 0 where they differ. */
  static int likeness(Sides sides, int at, int length) {
    double l = product(sides.left(), sides.left(), at, length);
    double r = product(sides.right(), sides.right(), at, length);
    double ratio = Math.pow(10, FAR_LOUDER_DB / 10.0);
    if (l == 0 || l >= ratio * r || r >= ratio * l) {
      return 0;
    }
    double cosine = product(sides.left(), sides.right(), at, length) / Math.sqrt(l * r);
    return Math.abs(cosine) < ALIKE ? 0 : (int) Math.signum(cosine);
  }

  private static double product(float[] a, float[] b, int at, int length) {
    double sum = 0;
    for (int i = at; i < at + length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
