package ai.stt.app.job;

import ai.stt.platform.credit.Credits;
import ai.stt.platform.credit.LedgerEntry;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What an account pays for a job.
 *
 * @param audio how much sound
 * @param hold what was set aside for it; null when it costs nothing
 */
record Paid(Duration audio, @Nullable LedgerEntry hold) {
  long credits() {
    return hold == null ? 0 : Credits.of(audio);
  }
}
