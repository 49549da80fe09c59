package ai.stt.app.enhancement;

import ai.stt.app.credit.Ledger;
import ai.stt.app.credit.ReadCredits;
import ai.stt.app.credit.SpendCredits;
import ai.stt.app.job.FirstRequest;
import ai.stt.app.job.FirstRequests;
import ai.stt.app.job.SubmitJob;
import ai.stt.app.storage.Stores;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.app.usage.UsageLog;
import ai.stt.platform.account.Plan;
import ai.stt.platform.credit.Credits;
import ai.stt.platform.credit.LedgerEntry;
import ai.stt.platform.usage.Usage;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Charges enhancements a credit per started minute: held before the model runs, spent when the
 * result is there, and given back when there is none. What was paid under an {@code
 * Idempotency-Key} costs nothing again for a day. Thread-safe.
 */
public final class ChargeEnhancement {
  private static final String NAME = "enhance:";

  /** No enhancement takes so long; what is still held then was left by a server that was killed. */
  private static final Duration FORGOTTEN = Duration.ofDays(1);

  private static final Logger LOG = LoggerFactory.getLogger(ChargeEnhancement.class);

  private final UnitOfWork work;
  private final SpendCredits spend;
  private final ReadCredits credits;
  private final InstantSource clock;

  /** Charges in these stores. */
  public ChargeEnhancement(
      UnitOfWork work, SpendCredits spend, ReadCredits credits, InstantSource clock) {
    this.work = work;
    this.spend = spend;
    this.credits = credits;
    this.clock = clock;
  }

  /** Gives back what servers held that were killed a day ago; to be called now and then. */
  public void releaseForgotten() {
    spend.releaseOlder(NAME, clock.instant().minus(FORGOTTEN));
  }

  /**
   * Opens the bill of an enhancement.
   *
   * @throws SpeechException {@code NO_CREDITS} when there is nothing for a first minute
   */
  public Bill open(long accountId, Plan plan) {
    if (credits.summary(accountId, plan).balance() < 1) {
      throw new SpeechException(ErrorCode.NO_CREDITS, "No credits remaining. Upgrade your plan.");
    }
    return new Bill(accountId, plan);
  }

  /**
   * Opens the bill of an enhancement that may be a repetition. The caller sees to it that no two
   * with the same key are at work together.
   *
   * @param key the {@code Idempotency-Key}
   * @param fingerprint of the request
   * @return a bill of nothing when the same request was paid in the last 24 hours
   * @throws SpeechException {@code CONFLICT} when the key was used for another request, {@code
   *     NO_CREDITS} as {@link #open(long, Plan)}
   */
  public Bill open(long accountId, Plan plan, String key, String fingerprint) {
    Optional<FirstRequest> first = work.in(stores -> first(stores, accountId, key));
    if (first.isEmpty()) {
      var _ = open(accountId, plan);
    } else if (!first.get().fingerprint().equals(fingerprint)) {
      throw FirstRequest.otherRequest();
    }
    return new Bill(accountId, plan, key, fingerprint, first.isPresent());
  }

  private Optional<FirstRequest> first(Stores stores, long accountId, String key) {
    Instant oldest = clock.instant().minus(SubmitJob.IDEMPOTENCY);
    return stores
        .get(FirstRequests.class)
        .find(accountId, key)
        .filter(request -> request.at().isAfter(oldest));
  }

  /** What one enhancement costs. For the thread that enhances. */
  public final class Bill {
    private final long accountId;
    private final Plan plan;
    private final @Nullable String key;
    private final String fingerprint;
    private final boolean paid;
    private final String name = NAME + UUID.randomUUID() + ":";
    private final List<LedgerEntry> holds = new ArrayList<>();
    private long held;
    private boolean settled;

    private Bill(long accountId, Plan plan) {
      this(accountId, plan, null, "", false);
    }

    private Bill(
        long accountId, Plan plan, @Nullable String key, String fingerprint, boolean paid) {
      this.accountId = accountId;
      this.plan = plan;
      this.key = key;
      this.fingerprint = fingerprint;
      this.paid = paid;
    }

    /**
     * Sets aside what so much audio costs, a minute at least, beyond what is set aside already.
     *
     * @throws SpeechException {@code NO_CREDITS}
     */
    void hold(Duration audio) {
      if (paid) {
        return;
      }
      long missing = Math.max(1, Credits.of(audio)) - held;
      if (missing > 0) {
        holds.add(spend.hold(accountId, plan, missing, name + holds.size()));
        held += missing;
      }
    }

    /** Spends what the audio costs, gives the rest back, and counts the usage. */
    void settle(Duration audio) {
      hold(audio);
      if (!paid) {
        settled = work.in(stores -> settle(stores, audio));
      }
    }

    /** False when another request with the key has paid; that is seen once it holds the lock. */
    private boolean settle(Stores stores, Duration audio) {
      if (key != null) {
        var _ = stores.get(Ledger.class).lock(accountId);
        if (first(stores, accountId, key).isPresent()) {
          return false;
        }
        var request = new FirstRequest(accountId, key, fingerprint, null, clock.instant());
        stores.get(FirstRequests.class).put(request);
      }
      spend(stores, audio);
      return true;
    }

    private void spend(Stores stores, Duration audio) {
      long price = Credits.of(audio);
      var usage = new Usage(0, 0, audio.toMillis() / 60_000.0, price);
      LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
      stores.get(UsageLog.class).add(accountId, today, usage);
      long rest = price;
      for (int i = 0; i < holds.size(); i++) {
        long used = Math.min(rest, holds.get(i).held());
        spend.settle(stores, holds.get(i), name + i, used);
        rest -= used;
      }
    }

    /** Gives all back unless it was spent. Idempotent. */
    void close() {
      if (settled || holds.isEmpty()) {
        return;
      }
      try {
        work.run(
            stores -> {
              for (int i = 0; i < holds.size(); i++) {
                spend.release(stores, accountId, name + i);
              }
            });
      } catch (SpeechException e) { // must not hide why there is no result
        LOG.warn("The credits of an enhancement are given back a day later: {}", e.getMessage());
      }
    }
  }
}
