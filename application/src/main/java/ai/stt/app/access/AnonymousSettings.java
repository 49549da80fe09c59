package ai.stt.app.access;

/**
 * What callers without a key may use, each network for itself.
 *
 * @param enabled whether the limits below hold; off means that anonymous callers are not limited
 * @param transcriptionsPerDay started transcriptions per UTC day, at least 1
 * @param maxUploadBytes the largest file, in bytes, at least 1
 * @param concurrent transcriptions at once, at least 1
 */
public record AnonymousSettings(
    boolean enabled, int transcriptionsPerDay, long maxUploadBytes, int concurrent) {
  /** No limits; the numbers are those of the public service, for when they are switched on. */
  public static final AnonymousSettings OFF = new AnonymousSettings(false, 3, 100L << 20, 1);

  /** Checks that every limit lets at least one file through. */
  public AnonymousSettings {
    if (transcriptionsPerDay < 1 || maxUploadBytes < 1 || concurrent < 1) {
      throw new IllegalArgumentException(
          "anonymous limits: transcriptions_per_day, max_upload_bytes and concurrent are at least"
              + " 1");
    }
  }
}
