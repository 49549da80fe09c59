package ai.stt.config.settings;

import java.net.URI;
import java.time.Duration;

/**
 * How this server reports to another one.
 *
 * @param reportTo its address; empty for none
 * @param token by which it knows this one
 * @param interval between two reports
 */
public record CloudSettings(String reportTo, String token, Duration interval) {
  /** Checks that they fit together. */
  public CloudSettings {
    if (reportTo.isBlank() != token.isBlank()) {
      throw new IllegalArgumentException("cloud.report_to and cloud.token are given together");
    }
    if (!reportTo.isBlank() && !reportTo.matches("https?://[^\\s/]+(/[^\\s]*)?")) {
      throw new IllegalArgumentException("cloud.report_to is an http or https address");
    }
    if (interval.compareTo(Duration.ofSeconds(1)) < 0
        || interval.compareTo(Duration.ofMinutes(1)) > 0) {
      throw new IllegalArgumentException("cloud.interval is in 1s..1m");
    }
  }

  /** Whether this server reports at all. */
  public boolean reports() {
    return !reportTo.isBlank();
  }

  /** Where the reports go. */
  public URI address() {
    return URI.create(reportTo.strip().replaceAll("/+$", "") + "/api/v1/cloud/heartbeat/");
  }
}
