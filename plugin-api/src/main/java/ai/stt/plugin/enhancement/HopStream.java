package ai.stt.plugin.enhancement;

import java.util.Arrays;

/**
 * A stream whose model works in hops of equal length and answers some hops late: cuts what comes
 * into hops, takes the lateness out, and flushes the model with silence at the end.
 */
public abstract class HopStream implements EnhancementStream {
  private final int hop;
  private final int lateHops;
  private final int batchHops;
  private float[] waiting = new float[0];
  private long taken;
  private long given;
  private long toDrop;

  /**
   * A stream at its start.
   *
   * @param hop samples
   * @param lateHops hops by which the model's answer lags
   * @param batchHops hops that it is given at once, at most
   */
  protected HopStream(int hop, int lateHops, int batchHops) {
    this.hop = hop;
    this.lateHops = lateHops;
    this.batchHops = batchHops;
    this.toDrop = (long) lateHops * hop;
  }

  /**
   * Runs the model on whole hops.
   *
   * @param samples of a few hops, in order
   * @return as many samples, late by the hops that the constructor was told
   */
  protected abstract float[] process(float[] samples);

  @Override
  public final float[] feed(float[] samples) {
    taken += samples.length;
    return run(samples);
  }

  @Override
  public final float[] finish() {
    long missing = (Math.ceilDiv(taken, hop) + lateHops) * hop - taken;
    float[] rest = run(new float[(int) missing]);
    int late = (int) (given - taken);
    given = taken;
    return Arrays.copyOf(rest, rest.length - late);
  }

  private float[] run(float[] samples) {
    float[] all = Arrays.copyOf(waiting, waiting.length + samples.length);
    System.arraycopy(samples, 0, all, waiting.length, samples.length);
    int whole = all.length - all.length % hop;
    float[] out = new float[whole];
    for (int at = 0; at < whole; at += batchHops * hop) {
      int end = Math.min(whole, at + batchHops * hop);
      System.arraycopy(process(Arrays.copyOfRange(all, at, end)), 0, out, at, end - at);
    }
    waiting = Arrays.copyOfRange(all, whole, all.length);
    int dropped = (int) Math.min(toDrop, whole);
    toDrop -= dropped;
    given += whole - dropped;
    return Arrays.copyOfRange(out, dropped, whole);
  }

  @Override
  public void close() {
    waiting = new float[0];
  }
}
