package ai.stt.inference.engine.llama;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A sequence of the context: the tokens that it knows, and the run that sits there. Who leaves
 * leaves the tokens behind, for a prompt that begins alike. Belongs to the loop's thread.
 */
final class Seat {
  final int sequence;
  @Nullable Run run;

  /** When it was used last, for finding who has waited longest. */
  long used;

  /** Tokens of the prompt that were known when the run sat down. */
  int knownBefore;

  private int[] tokens = new int[64];
  private int length;

  /** The token that was chosen last and is not computed yet, -1 while the prompt is read. */
  private int pending = -1;

  Seat(int sequence) {
    this.sequence = sequence;
  }

  /** How many tokens it knows. */
  int length() {
    return length;
  }

  /** How many of a prompt's first tokens it knows. */
  int common(int[] prompt) {
    int same = Arrays.mismatch(tokens, 0, length, prompt, 0, prompt.length);
    return same < 0 ? prompt.length : same;
  }

  void keep(int count) {
    length = count;
  }

  void takeFrom(Seat other, int count) {
    tokens = Arrays.copyOf(other.tokens, Math.max(64, count));
    length = count;
  }

  void sit(Run newcomer, long now) {
    run = newcomer;
    used = now;
    knownBefore = length;
    pending = -1;
  }

  void chose(int token) {
    pending = token;
  }

  boolean writes() {
    return pending >= 0;
  }

  /** What is to be computed next, at most so much. */
  int[] next(int most) {
    if (run == null) {
      return new int[0];
    }
    if (pending >= 0) {
      return most > 0 ? new int[] {pending} : new int[0];
    }
    int[] prompt = run.prompt();
    return Arrays.copyOfRange(prompt, length, Math.min(prompt.length, length + most));
  }

  /** Whether what comes next ends the prompt, or is behind it, so that a token is chosen then. */
  boolean choosesAfter(int count) {
    return run != null && (pending >= 0 || length + count == run.prompt().length);
  }

  void computed(int[] done) {
    if (length + done.length > tokens.length) {
      tokens = Arrays.copyOf(tokens, Math.max(length + done.length, 2 * tokens.length));
    }
    System.arraycopy(done, 0, tokens, length, done.length);
    length += done.length;
  }
}
