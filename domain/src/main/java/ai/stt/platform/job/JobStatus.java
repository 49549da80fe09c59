package ai.stt.platform.job;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The state of a job without its details, as callers filter by it. */
public enum JobStatus {
  QUEUED,
  PROCESSING,
  COMPLETED,
  FAILED,
  CANCELED;

  /** The name in lower case: that of the API and of the tables. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The status of that name; empty when there is none. */
  public static Optional<JobStatus> find(String text) {
    return Arrays.stream(values()).filter(status -> status.text().equals(text)).findFirst();
  }

  /** All names, for people. */
  public static String allowed() {
    return Arrays.stream(values()).map(JobStatus::text).collect(Collectors.joining(", "));
  }
}
