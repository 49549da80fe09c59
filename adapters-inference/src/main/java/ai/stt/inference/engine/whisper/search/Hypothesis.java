package ai.stt.inference.engine.whisper.search;

import java.util.Arrays;

/** A text in the making: tokens behind the prompt, with their probabilities. One thread. */
public final class Hypothesis {
  private static final int USUAL_LENGTH = 64;

  private int[] tokens = new int[USUAL_LENGTH];
  private float[] logs = new float[USUAL_LENGTH];
  private int size;
  private double sum;
  private boolean ended;

  /** How many tokens there are, the end not counted. */
  public int size() {
    return size;
  }

  /** A token; negative places count from the end. */
  public int token(int at) {
    return tokens[at < 0 ? size + at : at];
  }

  /** The logarithm of a token's probability. */
  public float log(int at) {
    return logs[at];
  }

  /** The tokens, without the end. */
  public int[] tokens() {
    return Arrays.copyOf(tokens, size);
  }

  /** Whether the end was written. */
  public boolean ended() {
    return ended;
  }

  /** The mean logarithm of the probabilities, the end included. */
  public double mean() {
    return sum / (size + 1);
  }

  double sum() {
    return sum;
  }

  /** By which hypotheses are ranked: the sum by the number of tokens. */
  double rank() {
    return sum / Math.max(1, size);
  }

  void add(int token, double log) {
    if (size == tokens.length) {
      tokens = Arrays.copyOf(tokens, 2 * size);
      logs = Arrays.copyOf(logs, 2 * size);
    }
    tokens[size] = token;
    logs[size] = (float) log;
    size++;
    sum += log;
  }

  void end(double log) {
    ended = true;
    sum += log;
  }

  Hypothesis copy() {
    var copy = new Hypothesis();
    copy.tokens = tokens.clone();
    copy.logs = logs.clone();
    copy.size = size;
    copy.sum = sum;
    copy.ended = ended;
    return copy;
  }
}
