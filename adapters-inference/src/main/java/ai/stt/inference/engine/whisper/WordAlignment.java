package ai.stt.inference.engine.whisper;

import ai.stt.inference.engine.whisper.text.Tokens;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * When each token was said, by dynamic time warping over the attention of the alignment heads
 * ({@code find_alignment} in whisper/timing.py of openai/whisper).
 */
final class WordAlignment {
  private static final int MEDIAN = 7;
  private static final int FRAME_MILLIS = 20;

  private WordAlignment() {}

  /** The tokens whose attention is wanted: command, text, end. Empty when there is no text. */
  static int[] sequence(int[] command, int[] written, Tokens tokens) {
    int[] text = text(written, tokens);
    if (text.length == 0) {
      return text;
    }
    int[] all = Arrays.copyOf(command, command.length + text.length + 2);
    all[command.length] = tokens.noStamps();
    System.arraycopy(text, 0, all, command.length + 1, text.length);
    all[all.length - 1] = tokens.end();
    return all;
  }

  /** The tokens that are text. */
  static int[] text(int[] written, Tokens tokens) {
    return IntStream.of(written).filter(token -> token < tokens.end()).toArray();
  }

  /**
   * The boundaries of the text's tokens.
   *
   * @param attention {@code [heads, tokens, frames]} of the whole sequence; overwritten
   * @param command tokens before the one that asks for no time stamps
   * @param text tokens of text
   * @return in milliseconds; each token lasts from its number to the next, so there is one more
   */
  static long[] boundaries(float[] attention, int frames, int command, int text) {
    int tokens = command + text + 2;
    int heads = attention.length / tokens / frames;
    float[] cost = new float[(text + 1) * frames];
    float[] smooth = new float[frames];
    for (int head = 0; head < heads; head++) {
      int from = head * tokens * frames;
      standardise(attention, from, tokens, frames);
      for (int row = 0; row <= text; row++) {
        median(attention, from + (command + row) * frames, frames, smooth);
        for (int f = 0; f < frames; f++) {
          cost[row * frames + f] -= smooth[f] / heads;
        }
      }
    }
    return starts(cost, text + 1, frames);
  }

  /** To mean 0 and deviation 1 over the tokens, for each frame. */
  private static void standardise(float[] values, int from, int tokens, int frames) {
    double[] sum = new double[frames];
    double[] squares = new double[frames];
    for (int token = 0; token < tokens; token++) {
      int at = from + token * frames;
      for (int f = 0; f < frames; f++) {
        sum[f] += values[at + f];
        squares[f] += (double) values[at + f] * values[at + f];
      }
    }
    for (int f = 0; f < frames; f++) {
      sum[f] /= tokens;
      double variance = Math.max(squares[f] / tokens - sum[f] * sum[f], 1e-24);
      squares[f] = 1 / Math.sqrt(variance);
    }
    for (int token = 0; token < tokens; token++) {
      int at = from + token * frames;
      for (int f = 0; f < frames; f++) {
        values[at + f] = (float) ((values[at + f] - sum[f]) * squares[f]);
      }
    }
  }

  /** The median of seven neighbours; the ends are mirrored. */
  private static void median(float[] values, int from, int frames, float[] to) {
    int half = MEDIAN / 2;
    if (frames <= half) {
      System.arraycopy(values, from, to, 0, frames);
      return;
    }
    float[] sorted = new float[MEDIAN];
    for (int f = 0; f < frames; f++) {
      for (int i = 0; i < MEDIAN; i++) {
        int at = Math.abs(f + i - half);
        float value = values[from + (at < frames ? at : 2 * frames - 2 - at)];
        int place = i;
        while (place > 0 && sorted[place - 1] > value) {
          sorted[place] = sorted[place - 1];
          place--;
        }
        sorted[place] = value;
      }
      to[f] = sorted[half];
    }
  }

  /** The cheapest way through the costs, and where it enters each row. */
  private static long[] starts(float[] cost, int rows, int frames) {
    float[] best = new float[frames + 1];
    float[] next = new float[frames + 1];
    byte[] steps = new byte[rows * frames];
    Arrays.fill(best, Float.POSITIVE_INFINITY);
    best[0] = 0;
    for (int row = 0; row < rows; row++) {
      next[0] = Float.POSITIVE_INFINITY;
      for (int f = 1; f <= frames; f++) {
        float both = best[f - 1];
        float down = best[f];
        float along = next[f - 1];
        int step = both < down && both < along ? 0 : down < both && down < along ? 1 : 2;
        float least = step == 0 ? both : step == 1 ? down : along;
        next[f] = cost[row * frames + f - 1] + least;
        steps[row * frames + f - 1] = (byte) step;
      }
      float[] swap = best;
      best = next;
      next = swap;
    }
    long[] starts = new long[rows];
    int frame = frames - 1;
    int row = rows - 1;
    while (row >= 0 && frame >= 0) {
      starts[row] = (long) frame * FRAME_MILLIS;
      int step = steps[row * frames + frame];
      row -= step == 2 ? 0 : 1;
      frame -= step == 1 ? 0 : 1;
    }
    return starts;
  }
}
