package ai.stt.app.live;

import ai.stt.speech.audio.PcmChunk;
import java.util.function.LongSupplier;

/** Holds back who sends much faster than people speak. One thread. */
final class Pace {
  /** What may come at once, such as what was recorded while a connection was made. */
  private static final double AHEAD_SECONDS = 10;

  private final double maxSpeed;
  private final LongSupplier nanos;
  private double aheadSeconds;
  private long last;

  Pace(double maxSpeed, LongSupplier nanos) {
    this.maxSpeed = maxSpeed;
    this.nanos = nanos;
    this.last = nanos.getAsLong();
  }

  /** Counts samples; how many nanoseconds to wait before the next. */
  long add(long samples) {
    long now = nanos.getAsLong();
    aheadSeconds = Math.max(0, aheadSeconds - (now - last) / 1e9 * maxSpeed);
    last = now;
    aheadSeconds += PcmChunk.seconds(samples);
    return (long) (Math.max(0, aheadSeconds - AHEAD_SECONDS) / maxSpeed * 1e9);
  }
}
