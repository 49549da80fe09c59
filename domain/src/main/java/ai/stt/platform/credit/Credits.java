package ai.stt.platform.credit;

import java.time.Duration;

/** The price of audio. */
public final class Credits {
  private Credits() {}

  /** One credit per started minute; nothing for nothing. */
  public static long of(Duration audio) {
    if (audio.isNegative()) {
      throw new IllegalArgumentException("a duration is not negative");
    }
    Duration rest = audio.minusMinutes(audio.toMinutes());
    return audio.toMinutes() + (rest.isZero() ? 0 : 1);
  }
}
