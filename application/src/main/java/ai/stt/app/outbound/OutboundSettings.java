package ai.stt.app.outbound;

import java.time.Duration;
import java.util.List;

/**
 * Limits of requests that callers cause.
 *
 * @param allow addresses or CIDR blocks that are allowed although they are not public; default none
 * @param connectTimeout for one address; default 5 s
 * @param silence longest time in which nothing comes; default 15 s
 * @param downloadTimeout for a whole download with its redirects; default 10 min
 * @param postTimeout for a whole delivery; default 20 s
 * @param redirects that a download follows; default 5
 */
public record OutboundSettings(
    List<String> allow,
    Duration connectTimeout,
    Duration silence,
    Duration downloadTimeout,
    Duration postTimeout,
    int redirects) {
  /** What a fresh machine has. */
  public static final OutboundSettings DEFAULT =
      new OutboundSettings(
          List.of(),
          Duration.ofSeconds(5),
          Duration.ofSeconds(15),
          Duration.ofMinutes(10),
          Duration.ofSeconds(20),
          5);

  /** Checks every value. */
  public OutboundSettings {
    allow = List.copyOf(allow);
    allow.forEach(AddressBlock::parse);
    requirePositive("connect_timeout", connectTimeout);
    requirePositive("silence", silence);
    requirePositive("download_timeout", downloadTimeout);
    requirePositive("post_timeout", postTimeout);
    if (redirects < 0 || redirects > 20) {
      throw new IllegalArgumentException("outbound.redirects is in 0..20");
    }
  }

  private static void requirePositive(String name, Duration time) {
    if (!time.isPositive() || time.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException("outbound." + name + " is more than 0 and at most a day");
    }
  }
}
