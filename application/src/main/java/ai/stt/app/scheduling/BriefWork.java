package ai.stt.app.scheduling;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Tells recordings that take little time from those that would hold their places for long. Some
 * places and workers are kept for the brief ones, so that no number of others blocks them.
 */
public final class BriefWork {
  private static final Duration LONGEST = Duration.ofMinutes(10);

  /** Four minutes of 16-bit samples at 16 kHz, eight of MP3 at 128 kbit/s. */
  private static final long MOST_BYTES = 8L << 20;

  /** Of so many places one is kept. */
  private static final int SHARE = 4;

  private BriefWork() {}

  /** Whether a recording of this length is brief. */
  public static boolean is(Duration audio) {
    return audio.compareTo(LONGEST) <= 0;
  }

  /** Whether a recording whose length nobody knows yet seems to be brief. */
  public static boolean seems(Path file) {
    try {
      return Files.size(file) <= MOST_BYTES;
    } catch (IOException e) {
      return true; // who opens it will say why
    }
  }

  /** How many of some places are kept for brief work. */
  public static int keptOf(int places) {
    return places / SHARE;
  }
}
