package ai.stt.platform.account;

import java.util.Set;

/**
 * What an account may use; data of the configuration, not code.
 *
 * @param id such as {@code free}
 * @param name for people
 * @param minutesPerMonth credits that each calendar month (UTC) brings; 0 when there are only
 *     bought ones
 * @param maxUploadBytes the largest file, at least 1
 * @param concurrent transcriptions at once, at least 1
 * @param requestsPerMinute of all kinds, at least 1
 * @param models ids that may be used; empty for all
 * @param excludedModels ids that may not be used all the same
 * @param audioDays how many days a recording stays that its account wants kept, 0..36500
 * @param privateCloud whether servers of its own may be registered
 */
public record Plan(
    String id,
    String name,
    long minutesPerMonth,
    long maxUploadBytes,
    int concurrent,
    int requestsPerMinute,
    Set<String> models,
    Set<String> excludedModels,
    int audioDays,
    boolean privateCloud) {
  /** The public service's free tier: 600 minutes a month, 500 MB, two at once. */
  public static final Plan FREE =
      new Plan(
          "free", "Free", 600, 500L << 20, 2, 60, Set.of(), Set.of("stt-ai-enhanced"), 7, false);

  /** The public service's paid tier: credits as bought, 2 GB, five at once. */
  public static final Plan PAID =
      new Plan("paid", "Paid", 0, 2L << 30, 5, 600, Set.of(), Set.of(), 90, false);

  /** Checks the id and the numbers. */
  public Plan {
    if (!id.matches("[a-z0-9_-]{1,40}") || name.isBlank()) {
      throw new IllegalArgumentException(
          "plans: an id is 1 to 40 of a-z, 0-9, _ and -, and has a name");
    }
    if (minutesPerMonth < 0 || maxUploadBytes < 1 || concurrent < 1 || requestsPerMinute < 1) {
      throw new IllegalArgumentException(
          "plans: minutes_per_month is not negative; max_upload_bytes, concurrent and"
              + " requests_per_minute are at least 1");
    }
    if (audioDays < 0 || audioDays > 36_500) {
      throw new IllegalArgumentException("plans: audio_days is in 0..36500");
    }
    models = Set.copyOf(models);
    excludedModels = Set.copyOf(excludedModels);
  }

  /** Whether a model may be used. */
  public boolean allows(String model) {
    return (models.isEmpty() || models.contains(model)) && !excludedModels.contains(model);
  }
}
