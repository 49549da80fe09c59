package ai.stt.app.export;

import java.io.IOException;

/** Times as subtitles and documents show them. */
public final class Timestamp {
  private Timestamp() {}

  /** Writes {@code 00:00:00,000}, hours as many digits as they need, at least two. */
  static void write(double seconds, char decimal, Appendable out) throws IOException {
    long millis = Math.round(seconds * 1000);
    digits(millis / 3_600_000, 2, out);
    out.append(':');
    digits(millis / 60_000 % 60, 2, out);
    out.append(':');
    digits(millis / 1000 % 60, 2, out);
    out.append(decimal);
    digits(millis % 1000, 3, out);
  }

  /** A time for readers: {@code 1:02:03}, or {@code 2:03} in the first hour. */
  public static String forReaders(double seconds) {
    long whole = (long) seconds;
    String minutes = "%d:%02d".formatted(whole / 60 % 60, whole % 60);
    return whole < 3600
        ? minutes
        : "%d:%02d:%02d".formatted(whole / 3600, whole / 60 % 60, whole % 60);
  }

  private static void digits(long value, int least, Appendable out) throws IOException {
    String text = Long.toString(value);
    for (int i = text.length(); i < least; i++) {
      out.append('0');
    }
    out.append(text);
  }
}
